<?php
/**
 * Events on their way to rebasket.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * Keeps each event until rebasket took it. Sending is left to WooCommerce's Action Scheduler, so no
 * shopper's page waits for it. What is scheduled names a slot only; the event itself, with a
 * shopper's address in it, is an option that is deleted as soon as it was taken.
 */
final class Outbox {

	const HOOK       = 'rebasket_send';
	const GROUP      = 'rebasket';
	const STORED     = 'rebasket_event_';
	const PROBLEM    = 'rebasket_problem';
	const WAITS      = array( 5, 300, 1800, 7200, 18000, 36000 ); // Seconds; a day in all.
	const TIMEOUT    = 15;
	const A_BURST    = 15; // Seconds in which changes of one cart become one event.
	const TRY_LATER  = 429;
	const OUR_FAULT  = 400;
	const THEIR_DOWN = 500;

	/**
	 * Send what is due.
	 */
	public static function listen(): void {
		add_action( self::HOOK, array( self::class, 'send' ), 10, 2 );
	}

	/**
	 * Keep an event and have it sent. A newer one of the same slot takes its place.
	 *
	 * @param string $slot  What it is about: a cart, or an order's placing.
	 * @param string $type  Such as cart.updated.
	 * @param array  $data  See docs/generic-webhooks.md.
	 * @param int    $delay Seconds in which a newer one may still take its place.
	 */
	public static function put( string $slot, string $type, array $data, int $delay = 0 ): void {
		$stored = array(
			'id'   => 'msg_' . bin2hex( random_bytes( 16 ) ),
			'body' => self::body( $type, $data ),
		);
		update_option( self::STORED . $slot, $stored, false );
		if ( ! as_has_scheduled_action( self::HOOK, array( $slot, 0 ), self::GROUP ) ) {
			self::schedule( $slot, 0, $delay );
		}
	}

	/**
	 * Forget an event that says nothing any more.
	 *
	 * @param string $slot What it is about.
	 */
	public static function drop( string $slot ): void {
		delete_option( self::STORED . $slot );
	}

	/**
	 * Send a slot's event, if there is one; called by the Action Scheduler.
	 *
	 * @param string $slot    What it is about.
	 * @param int    $attempt How often it was tried before.
	 */
	public static function send( $slot, $attempt = 0 ): void {
		$stored = self::stored( (string) $slot );
		if ( null === $stored || ! Settings::is_complete() ) {
			self::drop( (string) $slot );
			return;
		}
		list( $status, $said ) = self::posted( $stored );
		$now                   = self::stored( (string) $slot );
		if ( null === $now ) {
			return;
		}
		if ( $now['id'] !== $stored['id'] ) {
			self::schedule( (string) $slot, 0, 0 );
			return;
		}
		self::settle( (string) $slot, (int) $attempt, $status, $said );
	}

	/**
	 * Post a test event, which rebasket checks and does nothing about; return status and words.
	 */
	public static function tried(): array {
		return self::posted(
			array(
				'id'   => 'msg_' . bin2hex( random_bytes( 16 ) ),
				'body' => self::body( 'cart.updated', array( 'cart' => 'test', 'test' => true ) ),
			)
		);
	}

	/**
	 * Forget all that is on its way: nobody would send it any more, and addresses are in it.
	 */
	public static function forget_all(): void {
		global $wpdb;
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( self::HOOK );
		}
		$ours = $wpdb->esc_like( self::STORED ) . '%';
		foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $ours ) ) as $name ) {
			delete_option( $name );
		}
	}

	private static function settle( string $slot, int $attempt, int $status, string $said ): void {
		$failed = 0 === $status || self::TRY_LATER === $status || $status >= self::THEIR_DOWN;
		if ( $failed && $attempt < count( self::WAITS ) ) {
			self::schedule( $slot, $attempt + 1, self::WAITS[ $attempt ] );
			return;
		}
		self::drop( $slot );
		if ( $status < 200 || $status >= 300 ) {
			update_option( self::PROBLEM, array( 'at' => time(), 'status' => $status, 'said' => substr( $said, 0, 300 ) ), false );
		} else {
			delete_option( self::PROBLEM );
		}
	}

	private static function posted( array $stored ): array {
		$answer = wp_remote_post(
			Settings::get( 'url' ),
			array(
				'timeout'     => self::TIMEOUT,
				'redirection' => 0,
				'headers'     => Signature::headers( Settings::get( 'secret' ), $stored['id'], time(), $stored['body'] ),
				'body'        => $stored['body'],
			)
		);
		if ( is_wp_error( $answer ) ) {
			return array( 0, $answer->get_error_message() );
		}
		return array( (int) wp_remote_retrieve_response_code( $answer ), (string) wp_remote_retrieve_body( $answer ) );
	}

	private static function body( string $type, array $data ): string {
		return (string) wp_json_encode(
			array(
				'type'      => $type,
				'timestamp' => gmdate( 'Y-m-d\TH:i:s\Z', time() ),
				'data'      => $data,
			)
		);
	}

	/** Read past every cache: another process may have put a newer event there meanwhile. */
	private static function stored( string $slot ): ?array {
		wp_cache_delete( self::STORED . $slot, 'options' );
		$stored = get_option( self::STORED . $slot );
		return is_array( $stored ) && isset( $stored['id'], $stored['body'] ) ? $stored : null;
	}

	private static function schedule( string $slot, int $attempt, int $delay ): void {
		as_schedule_single_action( time() + $delay, self::HOOK, array( $slot, $attempt ), self::GROUP );
	}
}
