; Go: the receiver of a method, kinds of types, constants, variables, fields.
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @local.scope
    (pointer_type (type_identifier) @local.scope)
    (generic_type type: (type_identifier) @local.scope)
    (pointer_type (generic_type type: (type_identifier) @local.scope))
  ]))
  name: (field_identifier) @name) @definition.method
(type_spec name: (type_identifier) @name type: (struct_type)) @definition.struct
(type_spec name: (type_identifier) @name type: (interface_type)) @definition.interface
(type_alias name: (type_identifier) @name) @definition.type
(method_elem name: (field_identifier) @name) @definition.method
(field_declaration name: (field_identifier) @name) @definition.field
(source_file (const_declaration (const_spec name: (identifier) @name) @definition.constant))
(source_file (var_declaration (var_spec name: (identifier) @name) @definition.variable))
(source_file (var_declaration (var_spec_list (var_spec name: (identifier) @name) @definition.variable)))
