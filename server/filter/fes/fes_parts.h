/* The parts of the reader, for fes_*.c alone. */
#ifndef FES_FES_PARTS_H
#define FES_FES_PARTS_H

#include "server/filter/fes/fes.h"

/* Reads one operator; *known is false for an element that is not of that kind. */
MUST_USE status fes_comparison(fes_scope *s, xmlNode *node, const filter **out, bool *known);
MUST_USE status fes_spatial(fes_scope *s, xmlNode *node, const filter **out, bool *known);
MUST_USE status fes_temporal(fes_scope *s, xmlNode *node, const filter **out, bool *known);

/* Reads a reference, a function or a literal. wants_shape: a literal may hold an element of GML. */
MUST_USE status fes_operand(fes_scope *s, xmlNode *node, bool wants_shape, operand *out);
/* The reference that this element holds: its content, as fes_content gives it. */
MUST_USE status fes_reference_in(const fes_scope *s, xmlNode *node, const char *content, expression *out);
/* A GML geometry in the CRS of this source. */
MUST_USE status fes_geometry(fes_scope *s, xmlNode *node, size_t of_source, expression *out);
/* The two children; fails unless there are exactly two. */
MUST_USE status fes_two_children(xmlNode *node, xmlNode **one, xmlNode **two);

/* Fails when the filter holds something that would not be read: text, or a second operand where only one belongs. */
MUST_USE status fes_check_content(const fes_scope *s, xmlNode *root);

/* Whether it is the FES element of this name; a reference to a property in any of its spellings; a function. */
bool fes_is(const fes_scope *s, const xmlNode *node, const char *name);
bool fes_is_reference(const fes_scope *s, const xmlNode *node);
bool fes_is_function(const fes_scope *s, const xmlNode *node);
/* Without the blanks around it, as XML Schema has it for all its types but the plain string (part 2 §4.3.6); and with them. */
const char *fes_attribute(const fes_scope *s, xmlNode *node, const char *name);
const char *fes_exact_attribute(const fes_scope *s, xmlNode *node, const char *name);
const char *fes_content(const fes_scope *s, xmlNode *node);

#endif
