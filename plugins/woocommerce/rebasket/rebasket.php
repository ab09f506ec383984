<?php
/**
 * Plugin Name:          rebasket
 * Description:          Tells your own rebasket of carts, of addresses as they are typed, and of orders, so that it can bring shoppers back.
 * Version:              0.1.0
 * Requires at least:    6.2
 * Requires PHP:         7.4
 * Requires Plugins:     woocommerce
 * WC requires at least: 8.0
 * License:              GPL-2.0-or-later
 * License URI:          https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:          rebasket
 *
 * WordPress asks plugins for a licence that fits its own, so these files may be used under the GNU
 * GPL, version 2 or later, or like the rest of rebasket under the Apache License 2.0, as you choose.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

foreach ( array( 'settings', 'settings-page', 'signature', 'outbox', 'basket', 'shopper', 'consent-box', 'cart-teller', 'capture', 'order-teller', 'way-back' ) as $part ) {
	require_once __DIR__ . "/includes/class-$part.php";
}

add_action(
	'before_woocommerce_init',
	function () {
		if ( class_exists( '\Automattic\WooCommerce\Utilities\FeaturesUtil' ) ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', FILE, true );
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', FILE, true );
		}
	}
);

add_action(
	'woocommerce_init',
	function () {
		Outbox::listen();
		Settings_Page::listen();
		if ( Settings::is_complete() ) {
			Consent_Box::listen();
			Cart_Teller::listen();
			Capture::listen();
			Order_Teller::listen();
		}
		Way_Back::listen();
	}
);

register_deactivation_hook( FILE, array( Outbox::class, 'forget_all' ) );
