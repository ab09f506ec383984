<?php
/**
 * Telling rebasket of orders.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Tells once that an order was placed, and once that it was taken back after all.
 *
 * An order is placed when its shopper has nothing left to do: paid, or waiting for a transfer. One
 * that waits for its payment at the checkout is not.
 */
final class Order_Teller {

	const CART      = '_rebasket_cart';
	const TOLD      = '_rebasket_told';
	const PLACED    = 'placed';
	const CANCELLED = 'cancelled';
	const NOT_YET   = array( '', 'new', 'draft', 'auto-draft', 'checkout-draft', 'pending', 'failed' );
	const TAKEN     = array( 'cancelled', 'refunded', 'failed', 'trash' );

	/**
	 * Watch orders.
	 */
	public static function listen(): void {
		add_action( 'woocommerce_checkout_order_processed', array( self::class, 'attach_classic' ), 10, 3 );
		add_action( 'woocommerce_store_api_checkout_order_processed', array( self::class, 'attach' ) );
		add_action( 'woocommerce_new_order', array( self::class, 'made' ), 20, 2 );
		add_action( 'woocommerce_order_status_changed', array( self::class, 'changed' ), 20, 4 );
	}

	/**
	 * Write down which cart an order was; from the classic checkout.
	 *
	 * @param int       $id    The order's id.
	 * @param array     $data  What was posted.
	 * @param \WC_Order $order The order.
	 */
	public static function attach_classic( $id, $data, $order ): void {
		self::attach( $order );
	}

	/**
	 * Write down which cart an order was.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function attach( $order ): void {
		if ( '' !== Cart_Teller::token() ) {
			$order->update_meta_data( self::CART, Cart_Teller::token() );
			Cart_Teller::ordered();
		}
		$order->save();
	}

	/**
	 * Look at an order that was just made: by hand or by another program it may be placed at once.
	 *
	 * @param int            $id    The order's id.
	 * @param \WC_Order|null $order The order.
	 */
	public static function made( $id, $order = null ): void {
		$order = $order ? $order : wc_get_order( $id );
		if ( $order ) {
			self::changed( $id, '', $order->get_status(), $order );
		}
	}

	/**
	 * Look at an order whose status changed.
	 *
	 * @param int       $id    The order's id.
	 * @param string    $from  The status before.
	 * @param string    $to    The status now.
	 * @param \WC_Order $order The order.
	 */
	public static function changed( $id, $from, $to, $order ): void {
		if ( ! $order || 'shop_order' !== $order->get_type() ) {
			return;
		}
		$told  = $order->get_meta( self::TOLD );
		$taken = in_array( $to, self::TAKEN, true );
		if ( $taken && self::PLACED === $told ) {
			self::tell( $order, 'order.cancelled', self::CANCELLED );
		} elseif ( ! $taken && self::PLACED !== $told && self::is_placed( $from, $to ) ) {
			self::tell( $order, 'order.placed', self::PLACED );
		}
	}

	/** Tell if an order becomes a purchase now, and was none before: also not before this plugin came. */
	private static function is_placed( string $from, string $to ): bool {
		$was_none = in_array( $from, self::NOT_YET, true ) || in_array( $from, self::TAKEN, true );
		return $was_none && ! in_array( $to, self::NOT_YET, true );
	}

	private static function tell( $order, string $type, string $told ): void {
		$data = array(
			'order'    => (string) $order->get_id(),
			'shopper'  => Shopper::of_order( $order ),
			'total'    => number_format( (float) $order->get_total(), max( 0, (int) wc_get_price_decimals() ), '.', '' ),
			'currency' => $order->get_currency(),
		);
		$cart = (string) $order->get_meta( self::CART );
		if ( '' !== $cart ) {
			$data['cart'] = $cart;
			Outbox::drop( "cart_$cart" );
		}
		Outbox::put( "order_{$order->get_id()}_$told", $type, $data );
		$order->update_meta_data( self::TOLD, $told );
		$order->save_meta_data();
	}
}
