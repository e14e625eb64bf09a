/* The settings of auth/introspection.h, in a header of their own for the reader of the configuration. */
#ifndef AUTH_INTROSPECTION_SETTINGS_H
#define AUTH_INTROSPECTION_SETTINGS_H

enum { /* seconds */
       RECHECK_DEFAULT = 60,
       RECHECK_LIMIT = 3600
};

typedef enum client_method { CLIENT_SECRET_BASIC, CLIENT_SECRET_POST, CLIENT_PRIVATE_KEY_JWT } client_method;

typedef struct introspection_settings {
    const char *url;       /* NULL: introspection is off */
    const char *client_id; /* required, like the file that belongs to the method */
    client_method method;
    const char *client_secret_file;
    const char *private_key_file;
    const char *scope; /* NULL, or what `scope` must hold */
    int recheck_s;     /* 0: RECHECK_DEFAULT */
} introspection_settings;

#endif
