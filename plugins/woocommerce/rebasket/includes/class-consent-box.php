<?php
/**
 * The box that a shopper ticks to agree to be written to.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Shows the box at both checkouts if the merchant gave it words. It is never ticked beforehand.
 */
final class Consent_Box {

	const FIELD = 'rebasket/accepts-email';
	const META  = '_wc_other/rebasket/accepts-email';

	/**
	 * Show the box, and keep the tick with the order.
	 */
	public static function listen(): void {
		if ( '' === Settings::get( 'label' ) ) {
			return;
		}
		add_filter( 'woocommerce_checkout_fields', array( self::class, 'classic' ) );
		add_action( 'woocommerce_checkout_create_order', array( self::class, 'keep' ), 10, 2 );
		add_action( 'woocommerce_store_api_checkout_order_processed', array( self::class, 'keep_of_block' ), 5 );
		if ( function_exists( 'woocommerce_register_additional_checkout_field' ) ) {
			woocommerce_register_additional_checkout_field(
				array(
					'id'       => self::FIELD,
					'label'    => Settings::get( 'label' ),
					'location' => 'contact',
					'type'     => 'checkbox',
				)
			);
		}
	}

	/**
	 * Add the box below the address of the classic checkout.
	 *
	 * @param array $fields The checkout's fields.
	 */
	public static function classic( $fields ) {
		$fields['billing'][ Shopper::TICK ] = array(
			'type'     => 'checkbox',
			'label'    => esc_html( Settings::get( 'label' ) ),
			'required' => false,
			'default'  => 0,
			'class'    => array( 'form-row-wide' ),
			'priority' => 115,
		);
		return $fields;
	}

	/**
	 * Keep the classic checkout's tick.
	 *
	 * @param \WC_Order $order The order that is being made.
	 * @param array     $data  What was posted.
	 */
	public static function keep( $order, $data ): void {
		$order->update_meta_data( Shopper::TICK, empty( $data[ Shopper::TICK ] ) ? 'no' : 'yes' );
	}

	/**
	 * Keep the block checkout's tick under the same name.
	 *
	 * @param \WC_Order $order The order that was made.
	 */
	public static function keep_of_block( $order ): void {
		$order->update_meta_data( Shopper::TICK, $order->get_meta( self::META ) ? 'yes' : 'no' );
	}
}
