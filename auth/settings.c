#include "auth/settings.h"

#include "base/settings.h"

static const setting rows[] = {
#define SETTING(text, form, member, dutch, english, ...) \
    {.name = (text), .kind = SETTING_##form, .at = offsetof(token_settings, member), .nl = (dutch), .en = (english), __VA_ARGS__},
#include "auth/settings.def"
#undef SETTING
};

status token_settings_read(const char *config_path, arena *a, token_settings *out)
{
    settings_file f;
    token_settings found = {0};
    TRY(settings_open(config_path, (settings_table){rows, sizeof rows / sizeof *rows}, a, &f));
    TRY(settings_read(&f, "token", &found));
    *out = found;
    return status_ok();
}
