/* Who gets in, and whether what lets them in can be reached. */
#include "auth/demo.h"
#include "auth/reach.h"
#include "server/commands/doctor.h"

#include <string.h>
#include <sys/stat.h>

static bool is_of_this_machine(const char *url)
{
    return url && (strncmp(url, "http://localhost", 16) == 0 || strncmp(url, "http://127.", 11) == 0);
}

static bool is_demo(const token_settings *s)
{
    return (s->issuer && strcmp(s->issuer, DEMO_ISSUER) == 0) || is_of_this_machine(s->issuer);
}

static void look_at_keys_only(doctor *d)
{
    struct stat file;
    const bool has_keys = stat(d->config->keys, &file) == 0;
    doctor_say(d, has_keys ? DOCTOR_GOOD : DOCTOR_NOTICE, "toegang", "%s",
               has_keys ? "er zijn alleen servicesleutels (\"token\": null)"
                        : "niemand mag al iets: zet de uitgever bij \"token\", of maak een sleutel met 'risicolaag key create'");
}

static void look_at_provider(doctor *d)
{
    const status reached = provider_reach(&d->config->token, d->arena);
    if (reached.code == ST_OK)
        doctor_say(d, DOCTOR_GOOD, "aanmeldserver", "%s", "antwoordt");
    else
        doctor_say(d, DOCTOR_BAD, "aanmeldserver",
                   "geeft geen antwoord: %s Kijk na of deze computer naar buiten mag, en of het adres klopt.", reached.nl);
}

static void look_at_tokens(doctor *d)
{
    const token_settings *s = &d->config->token;
    if (s->keys_only) {
        look_at_keys_only(d);
        return;
    }
    if (is_demo(s))
        doctor_say(d, DOCTOR_BAD, "demosleutel",
                   "tokens van %s gelden: dat is de demo, en die laat iedereen binnen. Zet bij \"token\" de echte uitgever",
                   s->issuer);
    else
        doctor_say(d, DOCTOR_GOOD, "toegang", "tokens van %s", s->issuer ? s->issuer : "-");
    look_at_provider(d);
}

/* TLS ends in front of the service, where it cannot look: it sees what users are told to type. */
static void look_at_tls(doctor *d)
{
    const char *url = d->config->front.public_url;
    if (!url)
        doctor_say(
            d, DOCTOR_NOTICE, "TLS",
            "is van hieruit niet te zien: open de dienst in een browser en kijk of er https:// staat (voorbeeld voor nginx: "
            "/usr/share/doc/risicolaag/examples/nginx.conf)");
    else if (strncmp(url, "https://", 8) == 0)
        doctor_say(d, DOCTOR_GOOD, "TLS", "gebruikers typen %s", url);
    else
        doctor_say(d, DOCTOR_BAD, "TLS",
                   "\"public_url\" is %s: zo gaan tokens leesbaar over het net. Neem een adres met https://", url);
}

void doctor_look_at_access(doctor *d)
{
    look_at_tokens(d);
    look_at_tls(d);
}
