<?php
/**
 * As much of WordPress and WooCommerce as the plugin touches, in memory.
 *
 * Each function does what the real one documents, as far as it is used, and no more.
 */

namespace {

	define( 'ABSPATH', __DIR__ . '/' );
	define( 'REBASKET_TESTS', true );

	/** What happens to a site during one test. */
	final class Site {
		public static array $options   = array();
		public static array $hooks     = array();
		public static array $scheduled = array();
		public static array $running   = array();
		public static array $posted    = array();
		public static array $answers   = array();
		public static array $errors    = array();
		public static array $products  = array();
		public static array $redirects = array();
		public static int $now         = 1795262400;
		public static int $user        = 0;
		public static bool $manager    = true;
		public static bool $nonce_fits = true;
		public static ?Shop $shop      = null;

		public static function reset(): void {
			foreach ( get_class_vars( self::class ) as $name => $value ) {
				self::$$name = is_array( $value ) ? array() : self::$$name;
			}
			self::$now        = 1795262400;
			self::$user       = 0;
			self::$manager    = true;
			self::$nonce_fits = true;
			self::$shop       = new Shop();
			$_GET             = array();
			$_POST            = array();
		}

		/** Let time pass, and do what is due by then. */
		public static function pass( int $seconds ): void {
			self::$now += $seconds;
			do {
				$due = array_filter( self::$scheduled, fn( $each ) => $each[0] <= self::$now );
				self::$scheduled = array_diff_key( self::$scheduled, $due );
				foreach ( $due as $each ) {
					self::$running = array( $each );
					do_action( $each[1], ...$each[2] );
					self::$running = array();
				}
			} while ( $due );
		}

		/** The events that were posted, decoded. */
		public static function events(): array {
			return array_map( fn( $post ) => json_decode( $post['body'], true ), self::$posted );
		}
	}

	class Stop extends Exception {}

	class WP_Error {
		public function get_error_message() {
			return 'could not be reached';
		}
	}

	class WC_AJAX {
		public static function get_endpoint( $request ) {
			return "/?wc-ajax=$request";
		}
	}

	class Session {
		public array $kept = array();
		public function get( $name ) {
			return $this->kept[ $name ] ?? null;
		}
		public function set( $name, $value ) {
			$this->kept[ $name ] = $value;
		}
	}

	class Customer {
		public string $email      = '';
		public string $phone      = '';
		public string $first_name = '';
		public string $country    = '';
		public function get_billing_email() {
			return $this->email;
		}
		public function get_billing_phone() {
			return $this->phone;
		}
		public function get_billing_first_name() {
			return $this->first_name;
		}
		public function get_billing_country() {
			return $this->country;
		}
	}

	class Product {
		public int $id;
		public string $title;
		public float $price;
		public int $parent;
		public string $picture;
		public bool $purchasable = true;
		public function __construct( $id, $title, $price, $parent = 0, $picture = '' ) {
			list( $this->id, $this->title, $this->price, $this->parent, $this->picture ) = array( $id, $title, $price, $parent, $picture );
			Site::$products[ $id ] = $this;
		}
		public function get_id() {
			return $this->id;
		}
		public function get_title() {
			return $this->title;
		}
		public function get_image_id() {
			return $this->picture ? $this->id : 0;
		}
		public function is_purchasable() {
			return $this->purchasable;
		}
		public function is_type( $type ) {
			return 'variation' === $type && $this->parent > 0;
		}
		public function get_parent_id() {
			return $this->parent;
		}
	}

	class Cart {
		public array $lines   = array();
		public bool $with_tax = true;
		public function get_cart() {
			return $this->lines;
		}
		public function is_empty() {
			return ! $this->lines;
		}
		public function get_cart_hash() {
			$told = array_map( fn( $line ) => array( $line['data']->get_id(), $line['quantity'] ), $this->lines );
			return $told ? md5( json_encode( $told ) . $this->get_total( 'edit' ) ) : '';
		}
		public function display_prices_including_tax() {
			return $this->with_tax;
		}
		public function get_total( $context ) {
			$sum = 0;
			foreach ( $this->lines as $line ) {
				$sum += $line['line_subtotal'] + $line['line_subtotal_tax'];
			}
			return $sum;
		}
		public function add_to_cart( $product, $quantity, $variation = 0, $attributes = array() ) {
			$data  = Site::$products[ $variation ? $variation : $product ];
			$gross = $data->price * $quantity;
			$line  = array(
				'data'              => $data,
				'quantity'          => $quantity,
				'variation'         => $attributes,
				'line_subtotal'     => round( $gross / 1.2, 2 ),
				'line_subtotal_tax' => $gross - round( $gross / 1.2, 2 ),
			);
			$this->lines[] = $line;
			do_action( 'woocommerce_cart_updated' );
		}
		public function empty_cart() {
			$this->lines = array();
			do_action( 'woocommerce_cart_emptied', true );
		}
	}

	class Order {
		public int $id;
		public string $status;
		public array $meta   = array();
		public string $email = 'ann@example.com';
		public float $total  = 21.8;
		public string $type  = 'shop_order';
		public int $saves    = 0;
		public function __construct( $id, $status = 'pending' ) {
			list( $this->id, $this->status ) = array( $id, $status );
		}
		public function get_id() {
			return $this->id;
		}
		public function get_type() {
			return $this->type;
		}
		public function get_status() {
			return $this->status;
		}
		public function get_meta( $key ) {
			return $this->meta[ $key ] ?? '';
		}
		public function update_meta_data( $key, $value ) {
			$this->meta[ $key ] = $value;
		}
		public function save() {
			++$this->saves;
		}
		public function save_meta_data() {
			++$this->saves;
		}
		public function get_billing_email() {
			return $this->email;
		}
		public function get_billing_phone() {
			return '';
		}
		public function get_billing_first_name() {
			return 'Ann';
		}
		public function get_billing_country() {
			return 'GB';
		}
		public function get_customer_id() {
			return 0;
		}
		public function get_total() {
			return $this->total;
		}
		public function get_currency() {
			return 'EUR';
		}
		/** Let the order become something else, as WooCommerce does. */
		public function become( string $status ) {
			list( $from, $this->status ) = array( $this->status, $status );
			do_action( 'woocommerce_order_status_changed', $this->id, $from, $status, $this );
		}
	}

	/** What WC() returns. */
	class Shop {
		public ?Session $session;
		public ?Cart $cart;
		public ?Customer $customer;
		public function __construct() {
			list( $this->session, $this->cart, $this->customer ) = array( new Session(), new Cart(), new Customer() );
		}
	}

	class Database {
		public string $options = 'wp_options';
		public string $prefix  = 'wp_';
		public function esc_like( $text ) {
			return addcslashes( $text, '_%\\' );
		}
		public function prepare( $query, ...$values ) {
			return vsprintf( str_replace( '%s', "'%s'", $query ), $values );
		}
		public function get_col( $query ) {
			preg_match( "/LIKE '(.*)%'/", $query, $found );
			return array_filter( array_keys( Site::$options ), fn( $name ) => 0 === strpos( $name, stripcslashes( $found[1] ) ) );
		}
		public function get_var( $query ) {
			return 'wp_wc_orders_meta';
		}
		public function delete( $table, $where ) {
			Site::$errors[] = array( $table, $where );
		}
	}

	$wpdb = new Database();

	function WC() {
		return Site::$shop;
	}
	function add_action( $hook, $call, $priority = 10, $arguments = 1 ) {
		Site::$hooks[ $hook ][] = array( $priority, $call, $arguments );
	}
	function add_filter( $hook, $call, $priority = 10, $arguments = 1 ) {
		add_action( $hook, $call, $priority, $arguments );
	}
	function do_action( $hook, ...$values ) {
		$calls = Site::$hooks[ $hook ] ?? array();
		usort( $calls, fn( $a, $b ) => $a[0] <=> $b[0] );
		foreach ( $calls as list( , $call, $arguments ) ) {
			call_user_func_array( $call, array_slice( $values, 0, $arguments ) );
		}
	}
	function apply_filters( $hook, $value ) {
		foreach ( Site::$hooks[ $hook ] ?? array() as list( , $call ) ) {
			$value = call_user_func( $call, $value );
		}
		return $value;
	}
	function register_deactivation_hook( $file, $call ) {
		add_action( 'deactivate', $call );
	}
	function get_option( $name, $default = false ) {
		return Site::$options[ $name ] ?? $default;
	}
	function update_option( $name, $value, $autoload = null ) {
		if ( false !== $autoload ) {
			throw new LogicException( "$name would be loaded on every page" );
		}
		Site::$options[ $name ] = $value;
	}
	function delete_option( $name ) {
		unset( Site::$options[ $name ] );
	}
	function delete_metadata( $kind, $id, $key, $value, $all ) {
		Site::$errors[] = array( $kind, $key );
	}
	function wp_cache_delete( $key, $group ) {}
	function as_has_scheduled_action( $hook, $arguments, $group ) {
		$all = array_merge( Site::$scheduled, Site::$running );
		return (bool) array_filter( $all, fn( $each ) => array( $hook, $arguments ) === array( $each[1], $each[2] ) );
	}
	function as_schedule_single_action( $at, $hook, $arguments, $group ) {
		Site::$scheduled[] = array( $at, $hook, $arguments );
	}
	function as_unschedule_all_actions( $hook ) {
		Site::$scheduled = array_filter( Site::$scheduled, fn( $each ) => $each[1] !== $hook );
	}
	function wp_remote_post( $url, $request ) {
		Site::$posted[] = array( 'url' => $url ) + $request;
		$answer         = array_shift( Site::$answers ) ?? 200;
		if ( is_callable( $answer ) ) {
			$answer = $answer();
		}
		return $answer ? array( 'status' => $answer, 'body' => "answered $answer" ) : new WP_Error();
	}
	function is_wp_error( $thing ) {
		return $thing instanceof WP_Error;
	}
	function wp_remote_retrieve_response_code( $answer ) {
		return $answer['status'];
	}
	function wp_remote_retrieve_body( $answer ) {
		return $answer['body'];
	}
	function wp_json_encode( $value ) {
		return json_encode( $value );
	}
	function wp_unslash( $value ) {
		return is_string( $value ) ? stripslashes( $value ) : $value;
	}
	function sanitize_text_field( $text ) {
		return trim( preg_replace( '/[\r\n\t ]+/', ' ', strip_tags( (string) $text ) ) );
	}
	function sanitize_email( $text ) {
		return preg_replace( '/[^a-zA-Z0-9@.!#$%&\'*+\/=?^_`{|}~-]/', '', (string) $text );
	}
	function is_email( $text ) {
		return filter_var( $text, FILTER_VALIDATE_EMAIL );
	}
	function wp_strip_all_tags( $text ) {
		return strip_tags( $text );
	}
	function add_settings_error( $setting, $code, $words ) {
		Site::$errors[] = $code;
	}
	function __( $words ) {
		return $words;
	}
	function esc_html__( $words ) {
		return esc_html( $words );
	}
	function esc_html( $text ) {
		return htmlspecialchars( (string) $text, ENT_QUOTES );
	}
	function esc_attr( $text ) {
		return htmlspecialchars( (string) $text, ENT_QUOTES );
	}
	function esc_url( $text ) {
		return htmlspecialchars( (string) $text, ENT_QUOTES );
	}
	function absint( $value ) {
		return abs( (int) $value );
	}
	function checked( $value, $chosen, $echo ) {
		return $value === $chosen ? ' checked="checked"' : '';
	}
	function settings_errors( $setting ) {}
	function settings_fields( $page ) {
		echo '<input type="hidden" name="_wpnonce" value="made-up">';
	}
	function submit_button( $words = '', $kind = '' ) {
		echo '<button>' . esc_html( $words ) . '</button>';
	}
	function wp_nonce_field( $action ) {
		echo '<input type="hidden" name="_wpnonce" value="' . esc_attr( $action ) . '">';
	}
	function current_user_can( $capability ) {
		return Site::$manager && 'manage_woocommerce' === $capability;
	}
	function check_admin_referer( $action ) {
		if ( ! Site::$nonce_fits ) {
			throw new Stop( 'nonce' );
		}
	}
	function check_ajax_referer( $action, $name ) {
		check_admin_referer( $action );
	}
	function wp_die( $words ) {
		throw new Stop( $words );
	}
	function wp_send_json_success() {
		throw new Stop( 'success' );
	}
	function admin_url( $page ) {
		return "https://teashop.example/wp-admin/$page";
	}
	function home_url( $path ) {
		return "https://teashop.example$path";
	}
	function add_query_arg( $name, $value, $url = '' ) {
		$query = is_array( $name ) ? http_build_query( $name ) : "$name=$value";
		$url   = is_array( $name ) ? $value : $url;
		return $url . ( strpos( $url, '?' ) ? '&' : '?' ) . $query;
	}
	function wp_safe_redirect( $url ) {
		Site::$redirects[] = $url;
	}
	function nocache_headers() {}
	function wc_get_cart_url() {
		return home_url( '/cart/' );
	}
	function wc_get_checkout_url() {
		return home_url( '/checkout/' );
	}
	function wc_get_product( $id ) {
		return Site::$products[ $id ] ?? false;
	}
	function wc_get_order( $id ) {
		return false;
	}
	function wc_get_price_decimals() {
		return 2;
	}
	function wc_get_formatted_variation( $variation, $flat, $names ) {
		return implode( ', ', array_map( 'ucfirst', $variation ) );
	}
	function get_woocommerce_currency() {
		return 'EUR';
	}
	function wp_get_attachment_image_url( $id, $size ) {
		return Site::$products[ $id ]->picture;
	}
	function get_current_user_id() {
		return Site::$user;
	}
	function determine_locale() {
		return 'de_DE_formal';
	}
	function woocommerce_register_additional_checkout_field( $field ) {
		Site::$errors[] = $field['id'];
	}
	function is_multisite() {
		return false;
	}
}

namespace Rebasket {

	/** The clock that the plugin sees. */
	function time(): int {
		return \Site::$now;
	}
}
