<?php
/**
 * Plugin Name:       Syndicated Topics
 * Description:       Shows topics that another site gives out, such as health topics in English and Spanish. Your server fetches, checks, and keeps the text.
 * Version:           0.2.0
 * Requires at least: 5.9
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       syndicated-topics
 * Domain Path:       /languages
 *
 * @package SyndicatedTopics
 */

namespace SyndicatedTopics;

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/includes/copies.php';
require_once __DIR__ . '/includes/markup.php';
require_once __DIR__ . '/includes/block.php';

add_action( 'init', __NAMESPACE__ . '\register' );
