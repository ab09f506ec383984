<?php
/**
 * Telling rebasket of carts.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Notices that a cart changed, and tells it once the page is made. WooCommerce says "updated" at
 * nearly every page; only what differs from what was told last is told.
 */
final class Cart_Teller {

	const TOKEN   = 'rebasket_cart';
	const TOLD    = 'rebasket_told';
	const ORDERED = 'rebasket_ordered';

	/**
	 * Whether this request touched the cart.
	 *
	 * @var bool
	 */
	private static $touched = false;

	/**
	 * Watch the cart. WooCommerce saves its session at the end of a page with priority 20.
	 */
	public static function listen(): void {
		add_action( 'woocommerce_cart_updated', array( self::class, 'touch' ) );
		add_action( 'woocommerce_cart_emptied', array( self::class, 'touch' ) );
		add_action( 'shutdown', array( self::class, 'tell' ), 10 );
	}

	/**
	 * Note that the cart, or what is known of its shopper, may have changed.
	 */
	public static function touch(): void {
		self::$touched = true;
	}

	/**
	 * Tell of the cart, if there is something new to tell.
	 */
	public static function tell(): void {
		if ( ! self::$touched || ! WC()->session || ! WC()->cart ) {
			return;
		}
		self::$touched = false;
		$is_empty      = WC()->cart->is_empty();
		if ( $is_empty && WC()->session->get( self::ORDERED ) ) {
			self::forget();
		} elseif ( ! $is_empty || WC()->session->get( self::TOKEN ) ) {
			self::tell_news();
		}
	}

	/**
	 * Return the cart's own name, which stays until it is bought; empty if it has none yet.
	 */
	public static function token(): string {
		return WC()->session ? (string) WC()->session->get( self::TOKEN ) : '';
	}

	/**
	 * Note that the cart became an order: when it is emptied next, that is no abandonment.
	 */
	public static function ordered(): void {
		WC()->session->set( self::ORDERED, true );
	}

	private static function tell_news(): void {
		$shopper     = Shopper::of_session();
		$fingerprint = md5( WC()->cart->get_cart_hash() . get_woocommerce_currency() . wp_json_encode( $shopper ) );
		if ( WC()->session->get( self::TOLD ) === $fingerprint ) {
			return;
		}
		if ( '' === self::token() ) {
			WC()->session->set( self::TOKEN, bin2hex( random_bytes( 16 ) ) );
		}
		WC()->session->set( self::TOLD, $fingerprint );
		$data = array( 'cart' => self::token() ) + Basket::of( WC()->cart );
		if ( null !== $shopper ) {
			$data['shopper'] = $shopper;
		}
		Outbox::put( 'cart_' . self::token(), 'cart.updated', $data, Outbox::A_BURST );
	}

	/** Let the next cart of this session be another one. */
	private static function forget(): void {
		foreach ( array( self::TOKEN, self::TOLD, self::ORDERED ) as $name ) {
			WC()->session->set( $name, null );
		}
	}
}
