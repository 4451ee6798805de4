<?php
/**
 * The functions of WordPress that the plugin uses, as far as it uses them, where there is no WordPress. Reads steps as
 * JSON from standard input, and writes what each gave. Addresses of https://publisher.test lead to a server of the test.
 */

define( 'ABSPATH', __DIR__ );
$plugin  = $argv[1];
$server  = $argv[2];
$options = array();
$filters = array();
$codes   = array();
$words   = array();
$asked   = array();
$editor  = false;
$clock   = 0;

class WP_Error {
	private $message;
	public function __construct( $code, $message ) { $this->message = $message; }
	public function get_error_message() { return $this->message; }
}
class WP_Http {
	public static function make_absolute_url( $place, $url ) {
		return preg_match( '~^https?:~', $place ) ? $place : preg_replace( '~^(https?://[^/]+).*~', '$1', $url ) . $place;
	}
}
function add_action( $name, $call ) { $call(); }
function add_filter( $name, $call ) { $GLOBALS['filters'][ $name ][] = $call; }
function apply_filters( $name, $value, ...$more ) {
	foreach ( $GLOBALS['filters'][ $name ] ?? array() as $call ) { $value = $call( $value, ...$more ); }
	return $value;
}
function is_wp_error( $one ) { return $one instanceof WP_Error; }
function wp_parse_url( $url, $part = -1 ) { return parse_url( $url, $part ); }
function get_option( $name ) { return $GLOBALS['options'][ $name ] ?? false; }
function update_option( $name, $value, $autoload ) { $GLOBALS['options'][ $name ] = $value; }
function __( $text, $domain ) { return $GLOBALS['words'][ $text ] ?? $text; }
function load_plugin_textdomain( ...$all ) { return false; }
function determine_locale() { return 'es_MX'; }
function load_textdomain( $domain, $file ) { $GLOBALS['loaded'] = basename( $file ); }
function get_translations_for_domain( $domain ) { return (object) array( 'entries' => array() ); }
function register_block_type( $folder, $more ) { $GLOBALS['block'] = $more['render_callback']; }
function generate_block_asset_handle( $name, $part ) { return 'syndicate-topic-editor-script'; }
function wp_add_inline_script( ...$all ) {}
function wp_json_encode( $value ) { return json_encode( $value ); }
function add_shortcode( $name, $call ) { $GLOBALS['codes'][ $name ] = $call; }
function shortcode_atts( $pairs, $written, $name ) { return array_merge( $pairs, array_intersect_key( (array) $written, $pairs ) ); }
function get_block_wrapper_attributes() { return 'class="wp-block-syndicate-topic"'; }
function current_user_can( $what ) { return $GLOBALS['editor']; }
function esc_html( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_url( $url ) { return preg_match( '~^https?://~', $url ) ? htmlspecialchars( $url, ENT_QUOTES ) : ''; }
function wp_check_invalid_utf8( $text, $strip ) { return preg_match( '//u', $text ) ? $text : iconv( 'UTF-8', 'UTF-8//IGNORE', $text ); }
// The real one is asked in the test with WordPress; here it only has to see that nothing is left for it to remove.
function wp_kses( $html, $allowed, $protocols ) {
	preg_match_all( '~<([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)>~', $html, $found, PREG_SET_ORDER );
	$known = preg_match_all( '~</?[a-z]~', $html ) === count( $found ) + preg_match_all( '~</[a-z0-9]+>~', $html );
	foreach ( $found as $one ) {
		preg_match_all( '~ ([a-z-]+)=~', $one[2], $names );
		$known = $known && ! array_diff( $names[1], array_keys( $allowed[ $one[1] ] ?? array() ) );
	}
	return $known ? $html : 'wp_kses would remove something of: ' . $html;
}
function wp_safe_remote_get( $url, $asked ) {
	$GLOBALS['asked'][] = array( 'url' => $url, 'headers' => $asked['headers'] );
	$lines = array();
	foreach ( $asked['headers'] as $name => $value ) { $lines[] = "$name: $value"; }
	$http = array( 'header' => $lines, 'timeout' => $asked['timeout'], 'follow_location' => $asked['redirection'], 'ignore_errors' => true );
	$real = str_replace( 'https://publisher.test', $GLOBALS['server'], $url );
	$body = @file_get_contents( $real, false, stream_context_create( array( 'http' => $http ) ), 0, $asked['limit_response_size'] );
	if ( false === $body ) { return new WP_Error( 'http', 'cURL error 28: Operation timed out' ); }
	$headers = array();
	foreach ( array_slice( $http_response_header, 1 ) as $line ) {
		list( $name, $value ) = explode( ':', $line, 2 );
		$name  = strtolower( $name );
		$value = trim( $value );
		// As WordPress has headers that come more than once.
		$headers[ $name ] = isset( $headers[ $name ] ) ? array_merge( (array) $headers[ $name ], array( $value ) ) : $value;
	}
	return array( 'code' => (int) explode( ' ', $http_response_header[0] )[1], 'headers' => $headers, 'body' => $body );
}
function wp_remote_retrieve_response_code( $answer ) { return $answer['code']; }
function wp_remote_retrieve_header( $answer, $name ) { return $answer['headers'][ $name ] ?? ''; }
function wp_remote_retrieve_body( $answer ) { return $answer['body']; }

// The clock of the plugin's own namespace, so that a day takes no day.
eval( 'namespace SyndicatedTopics; function time() { return \time() + $GLOBALS["clock"]; }' );
require "$plugin/syndicated-topics.php";

// Whoever drives this says one step a line, and hears one answer a line.
while ( false !== ( $line = fgets( STDIN ) ) ) {
	$step  = json_decode( $line, true );
	$asked = array();
	$html  = '';
	$clock  += $step['later'] ?? 0;
	$editor = $step['editor'] ?? false;
	$words  = $step['words'] ?? $words;
	if ( isset( $step['only'] ) ) {
		add_filter( 'syndicated_topics_allowed', function ( $allowed, $url ) use ( $step ) {
			return $allowed && parse_url( $url, PHP_URL_HOST ) === $step['only'];
		} );
	}
	if ( isset( $step['block'] ) ) { $html = $block( $step['block'] ); }
	if ( isset( $step['shortcode'] ) ) { $html = $codes['syndicated_topic']( $step['shortcode'] ); }
	echo json_encode( array( 'html' => $html, 'asked' => $asked, 'kept' => count( $options ), 'loaded' => $loaded ) ), "\n";
	flush();
}
