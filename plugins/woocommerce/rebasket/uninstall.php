<?php
/**
 * Leaves nothing behind: settings, keys, events on their way, and what was noted on orders.
 *
 * @package rebasket
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Clean one site.
 */
function rebasket_uninstall_site() {
	global $wpdb;
	if ( function_exists( 'as_unschedule_all_actions' ) ) {
		as_unschedule_all_actions( 'rebasket_send' );
	}
	$ours = $wpdb->esc_like( 'rebasket_' ) . '%';
	foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $ours ) ) as $name ) {
		delete_option( $name );
	}
	$orders = $wpdb->prefix . 'wc_orders_meta';
	$is_hpos = $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $orders ) ) ) === $orders;
	foreach ( array( '_rebasket_cart', '_rebasket_told' ) as $key ) {
		delete_metadata( 'post', 0, $key, '', true );
		if ( $is_hpos ) {
			$wpdb->delete( $orders, array( 'meta_key' => $key ) ); // phpcs:ignore WordPress.DB.SlowDBQuery
		}
	}
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $rebasket_site ) {
		switch_to_blog( $rebasket_site );
		rebasket_uninstall_site();
		restore_current_blog();
	}
} else {
	rebasket_uninstall_site();
}
