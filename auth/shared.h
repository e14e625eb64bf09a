/* What the token checks of all workers share: one piece of memory, made before they are forked. */
#ifndef AUTH_SHARED_H
#define AUTH_SHARED_H

typedef struct auth_shared auth_shared;

/* Made before the workers, in memory that they share. Never NULL: without memory the server does not start. */
auth_shared *auth_shared_new(void);
void auth_shared_free(auth_shared *s); /* NULL is fine */

#endif
