<?php
/**
 * Makes HTML of the tree of nodes in snippet.json. Nothing that is not listed here comes into a page.
 *
 * @package SyndicatedTopics
 */

namespace SyndicatedTopics;

defined( 'ABSPATH' ) || exit;

const TAGS       = 'a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol p pre q rp rt ruby s samp section small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr';
const EMPTY_TAGS = 'br col hr img wbr';
const DROPPED    = 'audio canvas datalist iframe math meter noembed noframes noscript object progress script select style svg template textarea title video';
const EVERYWHERE = 'aria-label class dir itemid itemprop itemscope itemtype lang title translate';
const ATTRIBUTES = array(
	'a'          => 'href hreflang rel',
	'blockquote' => 'cite',
	'col'        => 'span',
	'colgroup'   => 'span',
	'data'       => 'value',
	'del'        => 'cite datetime',
	'img'        => 'alt height loading referrerpolicy sizes src srcset width',
	'ins'        => 'cite datetime',
	'li'         => 'value',
	'ol'         => 'reversed start type',
	'q'          => 'cite',
	'td'         => 'colspan rowspan',
	'th'         => 'abbr colspan rowspan scope',
	'time'       => 'datetime',
);
const PROTOCOLS  = array( 'http', 'https', 'mailto', 'sms', 'tel' );
const RELATIONS  = array( 'external', 'license', 'nofollow', 'noopener', 'noreferrer' );
const MOST_NODES = 50000;
const PARTS      = array( // the class of each part that can be left out; dates have none
	'title'        => 'syndicate-title',
	'translations' => 'syndicate-translation',
	'also-called'  => 'syndicate-also-called',
	'image'        => 'syndicate-image',
	'summary'      => 'syndicate-summary',
	'description'  => 'syndicate-description',
	'sections'     => 'syndicate-section',
	'dates'        => '',
);
const LIST_PARTS = array( 'title', 'description' ); // only lists have them
const TEASER     = array( 'translations', 'also-called', 'summary', 'sections', 'dates' );

/**
 * A topic, or a list of topics, as HTML.
 *
 * @param array    $topic   Of copies.php.
 * @param string[] $without Which of PARTS are left out; a sentence takes the place of the summary.
 * @param int      $level   The level of its title; the headings in the text follow. 0 for the publisher's own.
 * @param int      $limit   How many topics of a list are shown; 0 for all.
 */
function html( array $topic, array $without = array(), int $level = 0, int $limit = 0 ): string {
	$article = $topic['nodes'][0];
	if ( ! has_class( $article, 'syndicate-list' ) ) {
		$without = array_diff( $without, LIST_PARTS );
	}
	$article = limited( without( $article, $without, $topic['description'] ), $limit );
	$levels  = array();
	if ( $level >= 1 && $level <= 6 ) {
		$found = array_keys( headings( $article ) );
		sort( $found );
		foreach ( $found as $place => $old ) {
			$levels[ $old ] = 'h' . min( 6, $level + $place );
		}
	}
	$left = MOST_NODES;
	$html = element( $article, $levels, $left );
	return wp_kses( $html, allowed_html(), PROTOCOLS );
}

/**
 * Whether a node has a class.
 *
 * @param mixed  $node The node.
 * @param string $name The class.
 */
function has_class( $node, string $name ): bool {
	return is_array( $node ) && in_array( $name, words( $node[1]['class'] ?? '' ), true );
}

/**
 * A list with its first topics; another node as it is.
 *
 * @param mixed $node  The node.
 * @param int   $limit How many; 0 for all.
 * @return mixed
 */
function limited( $node, int $limit ) {
	if ( $limit < 1 || ! is_array( $node ) || ! isset( $node[0], $node[1] ) ) {
		return $node;
	}
	$start = array_slice( $node, 0, 2 );
	$inner = array_slice( $node, 2 );
	if ( has_class( $node, 'syndicate-topics' ) ) {
		return array_merge( $start, array_slice( array_filter( $inner, 'is_array' ), 0, $limit ) );
	}
	foreach ( $inner as $child ) {
		$start[] = has_class( $child, 'syndicate-topics' ) ? limited( $child, $limit ) : $child;
	}
	return $start;
}

/**
 * A node without the parts that are left out.
 *
 * @param mixed    $node        The node.
 * @param string[] $parts       Which of PARTS.
 * @param string   $description What takes the place of the summary.
 * @return mixed
 */
function without( $node, array $parts, string $description ) {
	if ( ! is_array( $node ) || ! isset( $node[0], $node[1] ) ) {
		return $node;
	}
	$kept = array_slice( $node, 0, 2 );
	foreach ( array_slice( $node, 2 ) as $child ) {
		$part = part( $child );
		if ( '' === $part || ! in_array( $part, $parts, true ) ) {
			// Dates stand in the footer; in the text itself nothing is left out.
			$kept[] = 'summary' === $part || 'sections' === $part ? $child : without( $child, $parts, $description );
		} elseif ( 'summary' === $part && '' !== $description ) {
			$kept[] = array( $child[0], $child[1], array( 'p', array(), $description ) );
		}
	}
	return $kept;
}

/**
 * Which of PARTS a node is; empty if none.
 *
 * @param mixed $node The node.
 */
function part( $node ): string {
	if ( ! is_array( $node ) ) {
		return '';
	}
	$classes = words( $node[1]['class'] ?? '' );
	if ( 'p' === ( $node[0] ?? null ) && in_array( 'syndicate-also-in', $classes, true ) ) {
		return 'translations'; // of a topic in a list
	}
	foreach ( array_filter( PARTS ) as $part => $class ) {
		if ( in_array( $class, $classes, true ) ) {
			return $part;
		}
	}
	foreach ( array_slice( $node, 2 ) as $child ) {
		if ( 'p' === ( $node[0] ?? null ) && is_array( $child ) && 'time' === ( $child[0] ?? null ) ) {
			return 'dates';
		}
	}
	return '';
}

/**
 * The tags of the headings in a node, as keys.
 *
 * @param mixed $node The node.
 */
function headings( $node ): array {
	$found = array();
	if ( is_array( $node ) ) {
		if ( is_string( $node[0] ?? null ) && preg_match( '/^h[1-6]$/', $node[0] ) ) {
			$found[ $node[0] ] = true;
		}
		foreach ( array_slice( $node, 2 ) as $child ) {
			$found += headings( $child );
		}
	}
	return $found;
}

/**
 * A node as HTML. Of tags that are not known the content stays; a few are dropped with what they hold.
 *
 * @param mixed $node   A text, or a list of a tag, attributes, and children.
 * @param array $levels New tags of headings, by the old ones.
 * @param int   $left   How many nodes may follow.
 */
function element( $node, array $levels, int &$left ): string {
	if ( --$left < 0 ) {
		return '';
	}
	if ( is_string( $node ) ) {
		return text( $node );
	}
	if ( ! is_array( $node ) || ! is_string( $node[0] ?? null ) || in_array( $node[0], words( DROPPED ), true ) ) {
		return '';
	}
	$inside = '';
	foreach ( array_slice( $node, 2 ) as $child ) {
		$inside .= element( $child, $levels, $left );
	}
	if ( ! in_array( $node[0], words( TAGS ), true ) ) {
		return $inside;
	}
	$tag  = $levels[ $node[0] ] ?? $node[0];
	$html = "<$tag";
	foreach ( is_array( $node[1] ?? null ) ? $node[1] : array() as $name => $value ) {
		$kept = is_string( $value ) && in_array( $name, names( $node[0] ), true ) ? value( $name, $value ) : null;
		$html .= null === $kept ? '' : sprintf( ' %s="%s"', $name, text( $kept ) );
	}
	return in_array( $tag, words( EMPTY_TAGS ), true ) ? "$html>" : "$html>$inside</$tag>";
}

/**
 * A text as it stands in HTML. Its signs are written as numbers, so that WordPress, which takes all content for typed by
 * an editor, runs no shortcode in it, draws no smiley, and changes no quotation mark.
 *
 * @param string $text The text.
 */
function text( string $text ): string {
	return preg_replace_callback(
		'/[!-\/:-@\[-`{-~]/',
		function ( array $match ): string {
			return sprintf( '&#%03d;', ord( $match[0] ) );
		},
		wp_check_invalid_utf8( $text, true )
	);
}

/**
 * What stays of the value of an attribute; null if nothing does.
 *
 * @param string $name  The attribute.
 * @param string $value What the publisher sent.
 */
function value( string $name, string $value ): ?string {
	$web = '~^https?://~i';
	switch ( $name ) {
		case 'class':
			return implode( ' ', preg_grep( '/^syndicate(-[\w-]+)?$/', words( $value ) ) ) ?: null;
		case 'rel':
			return implode( ' ', array_intersect( words( $value ), RELATIONS ) ) ?: null;
		case 'href':
		case 'cite':
			return preg_match( '~^(https?://|mailto:|sms:|tel:)~i', $value ) ? $value : null;
		case 'src':
		case 'itemid':
			return preg_match( $web, $value ) ? $value : null;
		case 'itemtype':
			return preg_match( '~^https://schema\.org/\w+$~', $value ) ? $value : null;
		case 'srcset':
			return preg_grep( $web, array_map( 'trim', explode( ',', $value ) ), PREG_GREP_INVERT ) ? null : $value;
		case 'loading':
			return 'lazy' === $value ? $value : null;
		case 'referrerpolicy':
			return 'no-referrer' === $value ? $value : null;
		default:
			return $value;
	}
}

/**
 * The attributes that an element may have.
 *
 * @param string $tag Its name.
 */
function names( string $tag ): array {
	return array_merge( words( EVERYWHERE ), words( ATTRIBUTES[ $tag ] ?? '' ) );
}

/**
 * The same for wp_kses(), which has the last word.
 */
function allowed_html(): array {
	$allowed = array();
	foreach ( words( TAGS ) as $tag ) {
		$allowed[ $tag ] = array_fill_keys( names( $tag ), true );
	}
	return $allowed;
}

/**
 * The words of a text.
 *
 * @param mixed $text A text, or anything else, which has none.
 */
function words( $text ): array {
	return is_string( $text ) ? preg_split( '/\s+/', $text, -1, PREG_SPLIT_NO_EMPTY ) : array();
}
