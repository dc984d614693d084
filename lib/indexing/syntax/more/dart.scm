; Dart has no official tags.
(class_definition name: (identifier) @name) @definition.class
(mixin_declaration (identifier) @name) @definition.class
(extension_declaration name: (identifier) @name) @definition.class
(enum_declaration name: (identifier) @name) @definition.enum
(enum_constant name: (identifier) @name) @definition.enum_member
(type_alias (type_identifier) @name) @definition.type
(function_signature name: (identifier) @name) @definition.function
(getter_signature name: (identifier) @name) @definition.property
(setter_signature name: (identifier) @name) @definition.property
(constructor_signature name: (identifier) @name) @definition.constructor
(class_body (declaration (initialized_identifier_list (initialized_identifier (identifier) @name)) @definition.field))
(expression_statement (identifier) @name . (selector (argument_part)) @reference.call)
(unconditional_assignable_selector (identifier) @name) @reference.call
