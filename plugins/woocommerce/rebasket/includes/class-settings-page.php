<?php
/**
 * The page on which the merchant sets what rebasket is told.
 *
 * @package rebasket
 */

namespace Rebasket;

defined( 'ABSPATH' ) || exit;

/**
 * WooCommerce → rebasket: address, secret, what may be captured, and a test of all that.
 */
final class Settings_Page {

	const PAGE       = 'rebasket';
	const TEST       = 'rebasket_test';
	const CAPABILITY = 'manage_woocommerce';

	/**
	 * Add the page.
	 */
	public static function listen(): void {
		add_action( 'admin_menu', array( self::class, 'add' ) );
		add_action( 'admin_init', array( self::class, 'register' ) );
		add_action( 'admin_post_' . self::TEST, array( self::class, 'test' ) );
		add_filter( 'option_page_capability_' . self::PAGE, array( self::class, 'capability' ) );
	}

	/**
	 * Return who may change settings.
	 */
	public static function capability(): string {
		return self::CAPABILITY;
	}

	/**
	 * Put the page into WooCommerce's menu.
	 */
	public static function add(): void {
		add_submenu_page( 'woocommerce', 'rebasket', 'rebasket', self::CAPABILITY, self::PAGE, array( self::class, 'show' ) );
	}

	/**
	 * Let WordPress check and store the form, and suggest words for the shop's privacy policy.
	 */
	public static function register(): void {
		register_setting(
			self::PAGE,
			Settings::OPTION,
			array(
				'type'              => 'array',
				'sanitize_callback' => array( Settings::class, 'checked' ),
			)
		);
		wp_add_privacy_policy_content(
			'rebasket',
			wp_kses_post( '<p>' . __( 'When you fill a cart, and once you typed your e-mail address at the checkout, we tell our reminder service what lies in the cart and how to reach you. It writes to you if you leave the cart behind, and forgets it after 90 days.', 'rebasket' ) . '</p>' )
		);
	}

	/**
	 * Show the page. The secret is never shown again.
	 */
	public static function show(): void {
		if ( ! current_user_can( self::CAPABILITY ) ) {
			return;
		}
		echo '<div class="wrap"><h1>rebasket</h1>';
		settings_errors( Settings::OPTION );
		self::say_how_it_goes();
		echo '<form method="post" action="options.php">';
		settings_fields( self::PAGE );
		echo '<table class="form-table" role="presentation">';
		self::row( 'url', __( 'Address', 'rebasket' ), 'url', Settings::get( 'url' ), 'https://…/webhooks/my-shop' );
		self::row( 'secret', __( 'Secret', 'rebasket' ), 'password', '', Settings::get( 'secret' ) ? __( 'stored; type to change it', 'rebasket' ) : 'whsec_…' );
		self::row( 'label', __( 'Words of the consent box', 'rebasket' ), 'text', Settings::get( 'label' ), __( 'empty: no box', 'rebasket' ) );
		self::choice();
		echo '</table>';
		submit_button();
		echo '</form>';
		self::test_button();
		echo '</div>';
	}

	/**
	 * Send a test event, and show what rebasket answered.
	 */
	public static function test(): void {
		if ( ! current_user_can( self::CAPABILITY ) ) {
			wp_die( esc_html__( 'You may not do this.', 'rebasket' ), '', array( 'response' => 403 ) );
		}
		check_admin_referer( self::TEST );
		list( $status, $said ) = Outbox::tried();
		$query                 = array(
			'page'   => self::PAGE,
			'status' => $status,
			'said'   => rawurlencode( substr( wp_strip_all_tags( $said ), 0, 200 ) ),
		);
		wp_safe_redirect( add_query_arg( $query, admin_url( 'admin.php' ) ) );
		if ( ! defined( 'REBASKET_TESTS' ) ) {
			exit;
		}
	}

	private static function row( string $name, string $title, string $type, string $value, string $hint ): void {
		printf(
			'<tr><th scope="row"><label for="rebasket-%1$s">%2$s</label></th><td><input class="regular-text" id="rebasket-%1$s" name="%3$s[%1$s]" type="%4$s" value="%5$s" placeholder="%6$s" autocomplete="off"></td></tr>',
			esc_attr( $name ),
			esc_html( $title ),
			esc_attr( Settings::OPTION ),
			esc_attr( $type ),
			esc_attr( $value ),
			esc_attr( $hint )
		);
	}

	private static function choice(): void {
		$choices = array(
			Settings::TICKED => __( 'only once the box is ticked', 'rebasket' ),
			Settings::TYPED  => __( 'as soon as it is typed, where your law allows that', 'rebasket' ),
		);
		echo '<tr><th scope="row">' . esc_html__( 'Tell of a shopper', 'rebasket' ) . '</th><td><fieldset>';
		$chosen = Settings::only_ticked() ? Settings::TICKED : Settings::TYPED;
		foreach ( $choices as $value => $words ) {
			printf(
				'<label><input type="radio" name="%s[capture]" value="%s"%s> %s</label><br>',
				esc_attr( Settings::OPTION ),
				esc_attr( $value ),
				checked( $value, $chosen, false ),
				esc_html( $words )
			);
		}
		echo '</fieldset></td></tr>';
	}

	private static function test_button(): void {
		if ( ! Settings::is_complete() ) {
			return;
		}
		printf( '<form method="post" action="%s"><input type="hidden" name="action" value="%s">', esc_url( admin_url( 'admin-post.php' ) ), esc_attr( self::TEST ) );
		wp_nonce_field( self::TEST );
		submit_button( __( 'Send a test event', 'rebasket' ), 'secondary' );
		echo '</form>';
	}

	private static function say_how_it_goes(): void {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- only shown, escaped.
		if ( isset( $_GET['status'] ) && is_string( $_GET['status'] ) ) {
			$said = isset( $_GET['said'] ) && is_string( $_GET['said'] ) ? sanitize_text_field( wp_unslash( $_GET['said'] ) ) : '';
			$fine = '200' === $_GET['status'];
			self::notice( $fine ? 'success' : 'error', sprintf( '%s: %s %s', __( 'rebasket answered the test event', 'rebasket' ), absint( $_GET['status'] ), $said ) );
		}
		// phpcs:enable
		if ( Settings::only_ticked() && '' === Settings::get( 'label' ) ) {
			self::notice( 'warning', __( 'No shopper can be told of: the consent box has no words yet, so nobody can tick it.', 'rebasket' ) );
		}
		$problem = get_option( Outbox::PROBLEM );
		if ( is_array( $problem ) ) {
			self::notice( 'warning', sprintf( '%s: %s %s', __( 'The last event was not taken', 'rebasket' ), absint( $problem['status'] ), $problem['said'] ) );
		}
	}

	private static function notice( string $kind, string $words ): void {
		printf( '<div class="notice notice-%s"><p>%s</p></div>', esc_attr( $kind ), esc_html( $words ) );
	}
}
