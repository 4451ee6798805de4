<?php
/**
 * The block, the shortcode, and the words of both.
 *
 * @package SyndicatedTopics
 */

namespace SyndicatedTopics;

defined( 'ABSPATH' ) || exit;

const DEFAULTS = array(
	'url'          => '',
	'locale'       => '',
	'headingLevel' => 2,
	'without'      => array(),
	'teaser'       => false,
	'limit'        => 0,
);

/**
 * Registers all.
 */
function register(): void {
	load_words();
	register_block_type( dirname( __DIR__ ), array( 'render_callback' => __NAMESPACE__ . '\render' ) );
	add_shortcode( 'syndicated_topic', __NAMESPACE__ . '\shortcode' );
	// The script gets its words from the same file as PHP.
	$words = array();
	foreach ( get_translations_for_domain( 'syndicated-topics' )->entries as $entry ) {
		if ( ! $entry->context ) { // those of block.json have one
			$words[ $entry->singular ] = $entry->translations;
		}
	}
	wp_add_inline_script(
		generate_block_asset_handle( 'syndicate/topic', 'editorScript' ),
		sprintf( 'wp.i18n.setLocaleData( %s, "syndicated-topics" );', wp_json_encode( (object) $words ) ),
		'before'
	);
}

/**
 * Loads the translation for the language of the site, or else for the same language of any country.
 */
function load_words(): void {
	$folder = dirname( __DIR__ ) . '/languages';
	if ( load_plugin_textdomain( 'syndicated-topics', false, basename( dirname( __DIR__ ) ) . '/languages' ) ) {
		return;
	}
	$file = sprintf( '%s/syndicated-topics-%s.mo', $folder, strtok( determine_locale(), '_' ) );
	if ( is_readable( $file ) ) {
		load_textdomain( 'syndicated-topics', $file );
	}
}

/**
 * The shortcode, for pages without blocks: [syndicated_topic url="..." locale="es" heading_level="3" without="image dates" teaser="yes"],
 * and for lists limit="5".
 *
 * @param array|string $written Its attributes.
 */
function shortcode( $written ): string {
	$found = shortcode_atts(
		array(
			'url'           => '',
			'locale'        => '',
			'heading_level' => '2',
			'without'       => '',
			'teaser'        => '',
			'limit'         => '0',
		),
		$written,
		'syndicated_topic'
	);
	return shown(
		array(
			'url'          => $found['url'],
			'locale'       => $found['locale'],
			'headingLevel' => (int) $found['heading_level'],
			'without'      => words( $found['without'] ),
			'teaser'       => in_array( strtolower( $found['teaser'] ), array( '1', 'true', 'yes' ), true ),
			'limit'        => (int) $found['limit'],
		)
	);
}

/**
 * The block.
 *
 * @param array $attributes Its attributes.
 */
function render( array $attributes ): string {
	$html = shown( $attributes );
	return '' === $html ? '' : sprintf( '<div %s>%s</div>', get_block_wrapper_attributes(), $html );
}

/**
 * What is shown: the topic; if it was never had, a link for readers, and the reason for editors.
 *
 * @param array $attributes As DEFAULTS.
 */
function shown( array $attributes ): string {
	$wanted  = array_merge( DEFAULTS, $attributes );
	$address = snippet_address( (string) $wanted['url'] );
	if ( '' === $address ) {
		return '';
	}
	$topic = topic( $address, (string) $wanted['locale'] );
	if ( is_wp_error( $topic ) ) {
		return failure( $address, $topic->get_error_message() );
	}
	$without = $wanted['teaser'] ? array_merge( TEASER, (array) $wanted['without'] ) : (array) $wanted['without'];
	return html( $topic, $without, (int) $wanted['headingLevel'], (int) $wanted['limit'] );
}

/**
 * A link to the topic, and for editors the reason why there is no more.
 *
 * @param string $address Of its snippet.json.
 * @param string $reason  Why it cannot be had.
 */
function failure( string $address, string $reason ): string {
	$html = '';
	if ( allowed( $address ) ) {
		$page = preg_replace( '~snippet\.json$~', '', $address );
		$html = sprintf( '<p class="syndicate-source"><a href="%s">%s</a></p>', esc_url( $page ), esc_html( $page ) );
	}
	if ( current_user_can( 'edit_posts' ) ) {
		/* translators: %s: a sentence that says why. */
		$note  = sprintf( __( 'Only editors see this note: the topic could not be loaded. %s', 'syndicated-topics' ), $reason );
		$html .= sprintf( '<p class="syndicate-note">%s</p>', esc_html( $note ) );
	}
	return $html;
}
