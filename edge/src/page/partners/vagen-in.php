<?php
/**
 * Plugin Name: Vägen in till Region Stockholm
 * Description: [vagen-in partner="…"] visar Vägen in på en sida. En länk till Vägen in på en egen rad blir en ram.
 * Version: VERSION
 * Requires at least: 5.0
 * Requires PHP: 7.2
 * License: MIT
 *
 * MIT License (compatible with the GPL). Copyright (c) 2026 Vägen in
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
 * documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
 * rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
 * persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice
 * and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS
 * PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

define( 'VAGEN_IN_ORIGIN', 'ORIGIN' );

/**
 * The tag. The script is added to the page once, however many tags there are.
 *
 * @param array|string $attributes What stands in the shortcode.
 * @return string
 */
function vagen_in_tag( $attributes ) {
	$given = shortcode_atts(
		array(
			'partner' => '',
			'lang'    => substr( get_locale(), 0, 2 ) === 'en' ? 'en' : 'sv',
			'mode'    => '',
			'theme'   => '',
			'loading' => '',
			'accent'  => '',
		),
		$attributes,
		'vagen-in'
	);
	$title = 'en' === $given['lang'] ? 'The way in to Region Stockholm' : 'Vägen in till Region Stockholm';
	$tag   = '<vagen-in partner="' . esc_attr( $given['partner'] ) . '" lang="' . esc_attr( $given['lang'] ) . '"';
	foreach ( array( 'mode', 'theme', 'loading' ) as $name ) {
		if ( '' !== $given[ $name ] ) {
			$tag .= ' ' . $name . '="' . esc_attr( $given[ $name ] ) . '"';
		}
	}
	if ( preg_match( '/^#[0-9a-fA-F]{6}$/', $given['accent'] ) ) {
		$tag .= ' style="--vi-accent: ' . esc_attr( $given['accent'] ) . '"';
	}
	$page = VAGEN_IN_ORIGIN . '/f/' . rawurlencode( $given['partner'] );
	wp_enqueue_script( 'vagen-in', VAGEN_IN_ORIGIN . '/v1/embed.js', array(), null, true );
	return $tag . '><a href="' . esc_url( $page ) . '">' . esc_html( $title ) . '</a></vagen-in>';
}
add_shortcode( 'vagen-in', 'vagen_in_tag' );

/**
 * A link on a line of its own becomes a frame, by oEmbed.
 */
function vagen_in_oembed() {
	wp_oembed_add_provider( VAGEN_IN_ORIGIN . '/f/*', VAGEN_IN_ORIGIN . '/oembed' );
}
add_action( 'init', 'vagen_in_oembed' );
