<?php
/**
 * Fetches snippet.json, and keeps the last good copy of each. How a copy looks is in markup.php.
 *
 * @package SyndicatedTopics
 */

namespace SyndicatedTopics;

defined( 'ABSPATH' ) || exit;

const OPTION     = 'syndicated_topics_'; // and a digest of the address
const MOST_BYTES = 2000000;
const TIMEOUT    = 5; // seconds
const HOPS       = 3; // redirects
const LEAST_AGE  = 300; // seconds for which a copy is not asked for again; also after a failure
const MOST_AGE   = 86400;
const MISSING    = 86400; // seconds for which an address answers 404 until its text is taken down
const FIELDS     = array( 'language', 'description', 'url', 'translations', 'nodes' );

/**
 * Whether the server may ask an address. WordPress itself refuses addresses of the machine and of its network.
 *
 * @param string $url An address.
 */
function allowed( string $url ): bool {
	$parts   = wp_parse_url( $url );
	$allowed = is_array( $parts ) && 'https' === strtolower( $parts['scheme'] ?? '' ) && '' !== ( $parts['host'] ?? '' )
		&& ! isset( $parts['user'] ) && ! isset( $parts['pass'] );
	/**
	 * Filters whether the server may ask an address, for example to name the only publishers whose texts you show.
	 *
	 * @param bool   $allowed Whether it is an https address without a name and password.
	 * @param string $url     The address.
	 */
	return (bool) apply_filters( 'syndicated_topics_allowed', $allowed, $url );
}

/**
 * The address of a topic's snippet.json, from that of its page or of any of its files.
 *
 * @param string $written What an editor typed.
 */
function snippet_address( string $written ): string {
	$url = preg_replace( '/[?#].*$/s', '', trim( $written ) );
	if ( ! preg_match( '~^\w+://[^/]~', $url ) || preg_match( '/\.json$/', $url ) ) {
		return $url;
	}
	return preg_replace( '~/?(?:index\.html|embed\.html|snippet\.html)?$~', '', $url ) . '/snippet.json';
}

/**
 * A topic in a language, as an array of FIELDS; where it is not to be had, a WP_Error that says why.
 *
 * @param string $url    The address of its snippet.json.
 * @param string $locale The language; empty for that of the address.
 * @return array|\WP_Error
 */
function topic( string $url, string $locale = '' ) {
	$topic = current_copy( $url );
	if ( is_wp_error( $topic ) || '' === $locale ) {
		return $topic;
	}
	$other = translation( $topic, $url, $locale );
	$there = $other ? current_copy( $other ) : $topic;
	return is_wp_error( $there ) ? $topic : $there;
}

/**
 * The address of a topic in another language; empty if the topic is in that language, or does not exist in it.
 *
 * @param array  $topic  The topic.
 * @param string $url    Where it came from; translations are taken from the same host alone.
 * @param string $locale The language.
 */
function translation( array $topic, string $url, string $locale ): string {
	$wanted = strtolower( str_replace( '_', '-', $locale ) );
	$short  = strtok( $wanted, '-' );
	$found  = array( strtolower( $topic['language'] ) => '' );
	foreach ( $topic['translations'] as $other ) {
		$place = $other['snippet_url'] ?? $other['list_url'] ?? null;
		if ( is_string( $other['language'] ?? null ) && is_string( $place )
			&& wp_parse_url( $place, PHP_URL_HOST ) === wp_parse_url( $url, PHP_URL_HOST ) ) {
			$found += array( strtolower( $other['language'] ) => $place );
		}
	}
	foreach ( $found as $language => $address ) {
		if ( strtok( (string) $language, '-' ) === $short ) {
			$found += array( $short => $address );
		}
	}
	return $found[ $wanted ] ?? $found[ $short ] ?? '';
}

/**
 * The copy of an address, brought up to date first if it is due.
 *
 * @param string $url The address of a snippet.json.
 * @return array|\WP_Error
 */
function current_copy( string $url ) {
	$name = OPTION . md5( $url );
	$copy = get_option( $name );
	$copy = is_array( $copy ) ? $copy : array();
	if ( ( $copy['until'] ?? 0 ) <= time() ) {
		if ( $copy ) { // others who come while this one asks are given the copy that there is
			update_option( $name, array( 'until' => time() + 2 * TIMEOUT ) + $copy, false );
		}
		$copy = fetched( $url, $copy );
		update_option( $name, $copy, false );
	}
	return $copy['topic'] ?? new \WP_Error( 'syndicated_topics', explained( $copy['reason'] ?? 0 ) );
}

/**
 * What is kept of an address after it was asked: topic, etag, modified, until, missing since when, and the reason of a failure.
 *
 * @param string $url  The address.
 * @param array  $copy What was kept until now.
 */
function fetched( string $url, array $copy ): array {
	$headers = array( 'Accept' => 'application/json' );
	if ( isset( $copy['topic'] ) ) {
		$headers += array_filter(
			array(
				'If-None-Match'     => $copy['etag'] ?? '',
				'If-Modified-Since' => $copy['modified'] ?? '',
			)
		);
	}
	$answer = answer( $url, $headers );
	$status = is_wp_error( $answer ) ? 0 : (int) wp_remote_retrieve_response_code( $answer );
	$until  = time() + ( $status ? age( header_of( $answer, 'cache-control' ) ) : LEAST_AGE );
	if ( 304 === $status && isset( $copy['topic'] ) ) {
		unset( $copy['missing'], $copy['reason'] );
		return array( 'until' => $until ) + $copy;
	}
	$topic = 200 === $status ? read( wp_remote_retrieve_body( $answer ) ) : null;
	if ( $topic ) {
		return array(
			'topic'    => $topic,
			'etag'     => header_of( $answer, 'etag' ),
			'modified' => header_of( $answer, 'last-modified' ),
			'until'    => $until,
		);
	}
	$reason = is_wp_error( $answer ) ? $answer->get_error_message() : $status;
	$copy = array( 'until' => time() + LEAST_AGE, 'reason' => $reason ) + $copy;
	if ( 404 === $status ) {
		$copy += array( 'missing' => time() );
	}
	// What the publisher took back is taken down here too: at once if it says so, after a day if it may be a mishap.
	if ( 410 === $status || 451 === $status || ( 404 === $status && $copy['missing'] <= time() - MISSING ) ) {
		unset( $copy['topic'], $copy['etag'], $copy['modified'] );
	}
	return $copy;
}

/**
 * Why there is no topic, in the language of whoever asks now.
 *
 * @param int|string $reason The status of an answer, or what WordPress said.
 */
function explained( $reason ): string {
	if ( is_string( $reason ) ) {
		return $reason;
	}
	if ( 200 === $reason ) {
		return __( 'What came from this address is not a topic.', 'syndicated-topics' );
	}
	/* translators: %d: the status code of an HTTP answer, such as 404. */
	return sprintf( __( 'The server of this address answered with %d.', 'syndicated-topics' ), $reason );
}

/**
 * The answer of an address, after redirects, each of which is checked as the address itself is.
 *
 * @param string $url     The address.
 * @param array  $headers What is sent.
 * @return array|\WP_Error
 */
function answer( string $url, array $headers ) {
	for ( $hop = 0; $hop <= HOPS; $hop++ ) {
		if ( ! allowed( $url ) ) {
			return new \WP_Error( 'syndicated_topics', __( 'Texts are not fetched from this address: it must begin with https://.', 'syndicated-topics' ) );
		}
		$answer = wp_safe_remote_get(
			$url,
			array(
				'timeout'             => TIMEOUT,
				'redirection'         => 0,
				'limit_response_size' => MOST_BYTES,
				'headers'             => $headers,
			)
		);
		$place  = is_wp_error( $answer ) ? '' : header_of( $answer, 'location' );
		if ( ! $place || ! in_array( wp_remote_retrieve_response_code( $answer ), array( 301, 302, 303, 307, 308 ), true ) ) {
			return $answer;
		}
		$url = \WP_Http::make_absolute_url( $place, $url );
	}
	return new \WP_Error( 'syndicated_topics', __( 'There are too many redirects.', 'syndicated-topics' ) );
}

/**
 * A header of an answer; of one that came more than once the last, but all of a list (RFC 9110, section 5.3).
 *
 * @param array  $answer The answer.
 * @param string $name   The header.
 */
function header_of( array $answer, string $name ): string {
	$found = (array) wp_remote_retrieve_header( $answer, $name );
	return (string) ( 'cache-control' === $name ? implode( ', ', $found ) : end( $found ) );
}

/**
 * For how many seconds an answer is good.
 *
 * @param string $control Its Cache-Control (RFC 9111).
 */
function age( string $control ): int {
	$stated = preg_match( '/\bmax-age="?(\d{1,9})/i', $control, $match ) ? (int) $match[1] : 0;
	return min( MOST_AGE, max( LEAST_AGE, $stated ) );
}

/**
 * What is kept of a document; null if it is no snippet.json, list.json, or teaser.json.
 *
 * @param string $body The document.
 */
function read( string $body ): ?array {
	$found = json_decode( $body, true, 256 );
	$root  = is_array( $found ) && is_array( $found['nodes'] ?? null ) ? $found['nodes'][0] ?? null : null;
	if ( ! is_array( $root ) || ! is_string( $root[0] ?? null ) || ! is_array( $root[1] ?? null ) ) {
		return null;
	}
	if ( ! is_string( $found['language'] ?? null ) || ! preg_match( '~^https?://~i', is_string( $found['url'] ?? null ) ? $found['url'] : '' ) ) {
		return null;
	}
	$others                = is_array( $found['translations'] ?? null ) ? $found['translations'] : array();
	$found['translations'] = array_values( array_filter( $others, 'is_array' ) );
	$found['description']  = is_string( $found['description'] ?? null ) ? $found['description'] : '';
	return array_intersect_key( $found, array_flip( FIELDS ) );
}
