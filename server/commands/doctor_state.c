/* What lies on this machine: files, facts, clock. */
#include "data/manage/backup.h"
#include "data/store/writer.h"
#include "gml/crs/crs.h"
#include "server/commands/doctor.h"
#include "server/commands/store_option.h"
#include "server/workers.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

enum { DAY_S = 86400, BACKUP_OLD_S = 26 * 3600 };

void doctor_look_at_service(doctor *d)
{
    const status tried = workers_try(d->config_path);
    if (tried.code == ST_OK)
        doctor_say(d, DOCTOR_GOOD, "dienst", "%s", "kan met deze instellingen starten");
    else
        doctor_say(d, DOCTOR_BAD, "dienst", "kan met deze instellingen niet starten: %s", tried.nl);
}

static void look_at_mode(doctor *d, const char *path)
{
    struct stat file;
    if (stat(path, &file) != 0)
        return; /* whether it must be there is another question */
    if (file.st_mode & S_IRWXO)
        doctor_say(d, DOCTOR_BAD, "rechten", "iedereen op deze computer kan bij %s: chmod o-rwx %s", path, path);
    else
        doctor_say(d, DOCTOR_GOOD, "rechten", "%s is afgeschermd", path);
}

static void look_at_room(doctor *d)
{
    struct statvfs disk;
    const config *c = d->config;
    if (statvfs(c->store.location, &disk) != 0) {
        doctor_say(d, DOCTOR_BAD, "schijf", "%s is er niet; 'risicolaag init' maakt een opslag", c->store.location);
        return;
    }
    const uint64_t free_mb = (uint64_t)disk.f_bavail * disk.f_frsize >> 20;
    doctor_say(d, free_mb < (uint64_t)c->leave_free_mb * 2 ? DOCTOR_BAD : DOCTOR_GOOD, "schijf", "%llu MB vrij bij de opslag",
               (unsigned long long)free_mb);
}

static void look_at_copies(doctor *d)
{
    const char *folder = store_option_aside(d->config->store.location, d->arena);
    backup_name *all = NULL;
    size_t count = 0;
    int64_t newest = 0;
    const status listed = backup_list(folder, d->arena, &all, &count);
    for (size_t i = 0; listed.code == ST_OK && i < count; i++)
        newest = all[i].moment > newest ? all[i].moment : newest;
    if (newest == 0)
        doctor_say(d, DOCTOR_BAD, "reservekopie",
                   "in %s staat er geen: maak er een met 'risicolaag backup', elke nacht (timer risicolaag-backup)", folder);
    else if (d->now - newest > BACKUP_OLD_S)
        doctor_say(d, DOCTOR_BAD, "reservekopie", "de nieuwste in %s is %lld dagen oud: kijk na waarom er geen nieuwe komt",
                   folder, (long long)((d->now - newest + DAY_S - 1) / DAY_S));
    else
        doctor_say(d, DOCTOR_GOOD, "reservekopie", "de nieuwste in %s is van het laatste etmaal", folder);
}

void doctor_look_at_files(doctor *d)
{
    look_at_mode(d, d->config->store.location);
    look_at_mode(d, d->config->keys);
    look_at_room(d);
    look_at_copies(d);
}

static void tell_facts(doctor *d, const known_facts *known)
{
    int without = 0, made_up = 0, schematic = 0;
    for (size_t i = 0; i < known->gemeente_count; i++) {
        const known_gemeente *g = &known->gemeenten[i];
        without += !g->kbo_nummer;
        made_up += g->kbo_nummer && g->kbo_verzonnen;
        schematic += !g->officieel;
    }
    if (without + made_up > 0)
        doctor_say(d, made_up ? DOCTOR_BAD : DOCTOR_NOTICE, "KBO-nummers",
                   "van %d gemeenten ontbreekt het, bij %d is het verzonnen: laad ze met 'risicolaag gemeenten kbo BESTAND'; "
                   "anders komt "
                   "hun personeel niet binnen met een token",
                   without, made_up);
    else
        doctor_say(d, DOCTOR_GOOD, "KBO-nummers", "%s", "elke gemeente heeft er een");
    doctor_say(d, schematic ? DOCTOR_NOTICE : DOCTOR_GOOD, "grenzen",
               schematic ? "%d gemeenten hebben een schematische grens: laad de echte met 'risicolaag gemeenten load BESTAND'"
                         : "%d gemeenten hebben een schematische grens",
               schematic);
}

void doctor_look_at_facts(doctor *d)
{
    writer *w = NULL;
    known_facts known;
    status read = writer_open(d->config->store.location, d->arena, &w);
    if (read.code == ST_OK)
        read = writer_facts(w, d->arena, &known);
    if (read.code == ST_OK)
        tell_facts(d, &known);
    else
        doctor_say(d, DOCTOR_BAD, "opslag", "is niet te lezen: %s", read.nl);
}

static void look_at_clock(doctor *d)
{
    struct timex clock = {.modes = 0};
    if (adjtimex(&clock) == TIME_ERROR)
        doctor_say(d, DOCTOR_NOTICE, "klok", "%s",
                   "wordt niet gelijk gezet: zet een tijddienst aan (systemd-timesyncd of chrony). Staat ze meer dan een minuut "
                   "fout, dan "
                   "weigert de dienst goede tokens");
    else
        doctor_say(d, DOCTOR_GOOD, "klok", "%s", "wordt gelijk gezet");
}

/* Debian has no package with the Belgian grid: without it the answers are good for most, and the capabilities say how exact they
 * are. */
static void tell_datum(doctor *d, const crs_datum *used)
{
    if (*used->grid)
        doctor_say(d, DOCTOR_GOOD, "coördinaten", "Lambert 72 wordt omgerekend met het NTv2-raster %s", used->grid);
    else
        doctor_say(d, DOCTOR_NOTICE, "coördinaten",
                   "Lambert 72 wordt omgerekend zonder NTv2-raster, tot op %g m: zet het raster van het NGI "
                   "(be_ign_bd72lb72_etrs89lb08.tif, van cdn.proj.org) in /usr/share/proj",
                   used->accuracy);
}

static void look_at_grid(doctor *d)
{
    crs_set *set = NULL;
    const status made = crs_set_new(&set);
    if (made.code == ST_OK)
        tell_datum(d, crs_datum_used(set));
    else
        doctor_say(d, DOCTOR_BAD, "coördinaten", "%s Installeer het pakket proj-data", made.nl);
    crs_set_free(set);
}

void doctor_look_at_system(doctor *d)
{
    look_at_clock(d);
    look_at_grid(d);
}
