<?php
/**
 * Removes the copies of all topics from the database.
 *
 * @package SyndicatedTopics
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

global $wpdb;
$syndicated_topics = $wpdb->get_col(
	$wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( 'syndicated_topics_' ) . '%' )
);
array_map( 'delete_option', $syndicated_topics );
