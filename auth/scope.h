/* What a caller may do, and where. Opaque, with one maker: scope_from_token (auth/token.h);
 * a command has one without a token (auth/scope_operator.h). Everything after the token check asks the scope, never the token,
 * its claims or its roles. Lives in the arena of the request. */
#ifndef AUTH_SCOPE_H
#define AUTH_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct scope scope;

/* Held per gemeente: the right to write for one never extends to another that may only be read. Roles give them: auth/roles.def.
 */
typedef enum capability {
    CAPABILITY_READ_OWN = 1,
    CAPABILITY_READ_ALL = 2,
    CAPABILITY_WRITE_OWN = 4,
    CAPABILITY_WRITE_ALL = 8, /* in emergencies only: a write that needs it must be audited as such */
    CAPABILITY_ADMINISTER_SWITCH = 16,
    CAPABILITY_KEEP_QUERIES = 32, /* stored queries: held per organisation, checked by scope_home */
    CAPABILITY_REMOVE = 64        /* a row for good, not struck off: the operator's alone, no role has it (auth/roles.h) */
} capability;

/* No token was given: only public layers and documents. */
bool scope_is_anonymous(const scope *who);

/* The gemeenten (NIS codes, 5 digits, ascending, no duplicates) where the caller holds any capability; none for an anonymous
 * caller. */
size_t scope_gemeente_count(const scope *who);
const char *scope_gemeente(const scope *who, size_t index);
/* Whether the caller may see the rows of that one. Every role that we have may read where it may do anything (auth/roles.h), but
 * rows are given out on the right to read them, not on any other right in that gemeente. */
bool scope_reads(const scope *who, size_t index);

/* Whether the caller holds this capability for this gemeente. Nothing is implied: WRITE_ALL is not WRITE_OWN. */
bool scope_may(const scope *who, capability what, const char *nis);

/* Whether the caller holds it for any. */
bool scope_may_somewhere(const scope *who, capability what);

/* The organisations that the caller belongs to: the one that the user chose first, then ascending, no duplicates; none for an
 * anonymous caller. Opaque names for storing an organisation's own things (stored queries): they never decide which rows somebody
 * sees. */
size_t scope_organisation_count(const scope *who);
const char *scope_organisation(const scope *who, size_t index);

/* For whom the caller may keep things: the organisation that the user chose, else the only one where a role allows it. */
typedef enum scope_home_kind {
    SCOPE_HOME_ONE,
    SCOPE_HOME_NONE,   /* anonymous, or no role that may keep anything (there) */
    SCOPE_HOME_SEVERAL /* more than one, and none was chosen */
} scope_home_kind;

/* *organisation is set for SCOPE_HOME_ONE alone. */
scope_home_kind scope_home(const scope *who, const char **organisation);

/* Who it is, for the audit trail alone: "user:SUBJECT" or "key:ID"; "" when anonymous or when the token names nobody. Never
 * decide anything by it, never write it in the request log. */
const char *scope_actor(const scope *who);

/* The roles of the credential, as roles.def names them, with a comma between; "" when anonymous. For the request log alone, never
 * for a decision. */
const char *scope_roles(const scope *who);

#endif
