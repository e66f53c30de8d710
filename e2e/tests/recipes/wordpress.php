<?php
// What our plugin needs of WordPress, as far as it needs it: runs the plugin
// and prints what it makes of a shortcode, as JSON. Not WordPress.
// Usage: php wordpress.php <plugin> <attribute=value>...
define( 'ABSPATH', __DIR__ . '/' );
$told = array( 'scripts' => array(), 'providers' => array() );
$tags = array();
function add_shortcode( $name, $act ) {
	global $tags;
	$tags[ $name ] = $act;
}
function shortcode_atts( $defaults, $given ) {
	return array_merge( $defaults, array_intersect_key( (array) $given, $defaults ) );
}
function get_locale() {
	return 'sv_SE';
}
function esc_attr( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES );
}
function esc_html( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES );
}
function esc_url( $url ) {
	return htmlspecialchars( $url, ENT_QUOTES );
}
function wp_enqueue_script( $name, $url ) {
	global $told;
	$told['scripts'][ $name ] = $url;
}
function wp_oembed_add_provider( $pattern, $endpoint ) {
	global $told;
	$told['providers'][ $pattern ] = $endpoint;
}
function add_action( $when, $act ) {
	$act();
}
require $argv[1];
$given = array();
foreach ( array_slice( $argv, 2 ) as $pair ) {
	list( $name, $value ) = explode( '=', $pair, 2 );
	$given[ $name ]       = $value;
}
$told['html'] = $tags['vagen-in']( $given );
echo json_encode( $told );
