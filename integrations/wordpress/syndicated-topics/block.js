// The block in the editor: where an editor types an address and chooses options. The server renders it.
( ( { blocks, blockEditor, components, element, i18n, serverSideRender } ) => {
	const { createElement: make, Fragment, useState } = element;
	const { __ } = i18n;
	const { CheckboxControl, Disabled, PanelBody, Placeholder, SelectControl, TextControl, ToggleControl, Button } = components;

	const isList = ( url ) => /\/list\.json([?#]|$)/.test( url );

	const listParts = () => [
		[ 'title', __( 'Title of the list', 'syndicated-topics' ) ],
		[ 'translations', __( 'Links to other languages', 'syndicated-topics' ) ],
		[ 'image', __( 'Pictures', 'syndicated-topics' ) ],
		[ 'description', __( 'Descriptions', 'syndicated-topics' ) ],
		[ 'dates', __( 'Dates', 'syndicated-topics' ) ],
	];

	const parts = () => [
		[ 'translations', __( 'Links to other languages', 'syndicated-topics' ) ],
		[ 'also-called', __( 'Other names', 'syndicated-topics' ) ],
		[ 'image', __( 'Picture', 'syndicated-topics' ) ],
		[ 'summary', __( 'Text', 'syndicated-topics' ) ],
		[ 'sections', __( 'Lists of links', 'syndicated-topics' ) ],
		[ 'dates', __( 'Dates', 'syndicated-topics' ) ],
	];

	function Options( { attributes, setAttributes } ) {
		const { url, locale, headingLevel, without, teaser, limit } = attributes;
		const show = ( part, shown ) =>
			setAttributes( { without: shown ? without.filter( ( one ) => one !== part ) : [ ...without, part ] } );
		return make(
			blockEditor.InspectorControls,
			null,
			make(
				PanelBody,
				{ title: __( 'Topic', 'syndicated-topics' ) },
				make( TextControl, {
					label: __( 'Address of the topic', 'syndicated-topics' ),
					type: 'url',
					value: url,
					onChange: ( value ) => setAttributes( { url: value } ),
				} ),
				make( TextControl, {
					label: __( 'Language', 'syndicated-topics' ),
					help: __( 'A code such as en or es. Leave it empty for the language of the address.', 'syndicated-topics' ),
					value: locale,
					onChange: ( value ) => setAttributes( { locale: value } ),
				} ),
				make( SelectControl, {
					label: __( 'Level of the title', 'syndicated-topics' ),
					value: String( headingLevel ),
					options: [ 1, 2, 3, 4, 5, 6 ].map( ( level ) => ( { label: `H${ level }`, value: String( level ) } ) ),
					onChange: ( value ) => setAttributes( { headingLevel: Number( value ) } ),
				} ),
				isList( url )
					? make( TextControl, {
							label: __( 'How many topics at most', 'syndicated-topics' ),
							help: __( 'Leave it empty for all.', 'syndicated-topics' ),
							type: 'number',
							min: 1,
							value: limit || '',
							onChange: ( value ) => setAttributes( { limit: Math.max( 0, Math.trunc( Number( value ) ) || 0 ) } ),
					  } )
					: make( ToggleControl, {
							label: __( 'Teaser: title, description, picture, and link', 'syndicated-topics' ),
							checked: teaser,
							onChange: ( value ) => setAttributes( { teaser: value } ),
					  } )
			),
			( isList( url ) || ! teaser ) &&
				make(
					PanelBody,
					{ title: __( 'Parts', 'syndicated-topics' ), initialOpen: false },
					( isList( url ) ? listParts() : parts() ).map( ( [ part, label ] ) =>
						make( CheckboxControl, {
							key: part,
							label,
							checked: ! without.includes( part ),
							onChange: ( shown ) => show( part, shown ),
						} )
					)
				)
		);
	}

	// An address is taken when it is complete, so that the server is not asked for every letter.
	function Ask( { setAttributes } ) {
		const [ typed, setTyped ] = useState( '' );
		const take = ( event ) => {
			event.preventDefault();
			setAttributes( { url: typed.trim() } );
		};
		return make(
			Placeholder,
			{
				icon: 'rss',
				label: __( 'Syndicated topic', 'syndicated-topics' ),
				instructions: __( 'Paste the address of a topic page.', 'syndicated-topics' ),
			},
			make(
				'form',
				{ onSubmit: take },
				make( TextControl, {
					label: __( 'Address of the topic', 'syndicated-topics' ),
					hideLabelFromVision: true,
					type: 'url',
					placeholder: 'https://',
					value: typed,
					onChange: setTyped,
				} ),
				make( Button, { variant: 'primary', type: 'submit' }, __( 'Show the topic', 'syndicated-topics' ) )
			)
		);
	}

	function Edit( props ) {
		const { attributes } = props;
		const shown = attributes.url
			? make( Disabled, null, make( serverSideRender, { block: 'syndicate/topic', attributes } ) )
			: make( Ask, props );
		return make( Fragment, null, make( Options, props ), make( 'div', blockEditor.useBlockProps(), shown ) );
	}

	blocks.registerBlockType( 'syndicate/topic', { edit: Edit, save: () => null } );
} )( window.wp );
