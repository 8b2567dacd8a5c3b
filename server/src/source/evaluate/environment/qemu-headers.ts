/** What a build gives by -D for a file of the memory core. */
export const QEMU_DEFINES = `
#define NEED_CPU_H 1
#define COMPILING_PER_TARGET 1
#define CONFIG_TARGET "config-target.h"
`;

/**
 * Headers that a QEMU build generates or takes from libraries, and the target's cpu.h: as much of each as the memory core
 * needs, written by us. What differs between releases is decided by what the tree itself has.
 */
export const QEMU_HEADERS: Readonly<Record<string, string>> = {
  'config-host.h': `#pragma once
#define CONFIG_LINUX 1
#define CONFIG_POSIX 1
#define CONFIG_INT128 1
#define CONFIG_ATOMIC64 1
#define CONFIG_ATOMIC128 1
#define CONFIG_IOVEC 1
#define CONFIG_MADVISE 1
#define CONFIG_POSIX_MADVISE 1
#define CONFIG_SOFTMMU 1
#define CONFIG_TCG 1
#define HOST_X86_64 1
#define HOST_LONG_BITS 64
#define QEMU_VERSION "0"
`,
  'config-target.h': `#pragma once
#define TARGET_X86_64 1
#define TARGET_I386 1
#define TARGET_NAME "x86_64"
#define TARGET_DEFAULT_CONFIG_H "default-configs/x86_64-softmmu.mak"
#define CONFIG_SOFTMMU 1
#define CONFIG_SYSTEM_ONLY 1
#define TARGET_LONG_BITS 64
`,
  'cpu-param.h': `#pragma once
#define TARGET_LONG_BITS 64
#define TARGET_PHYS_ADDR_SPACE_BITS 52
#define TARGET_VIRT_ADDR_SPACE_BITS 47
`,
  'cpu.h': `#pragma once
#include "qemu-common.h"
#include "cpu-param.h"
#define NB_MMU_MODES 3
#define CPUArchState struct CPUX86State
#include "exec/cpu-defs.h"
typedef struct CPUX86State {
#ifdef CPU_COMMON
  CPU_COMMON
#else
  int unused;
#endif
} CPUX86State;
typedef struct X86CPU X86CPU;
#include "exec/cpu-all.h"
`,
  'qapi-types.h': `#pragma once
typedef enum QapiErrorClass {
  QAPI_ERROR_CLASS_GENERICERROR,
  QAPI_ERROR_CLASS_COMMANDNOTFOUND,
  QAPI_ERROR_CLASS_DEVICENOTACTIVE,
  QAPI_ERROR_CLASS_DEVICENOTFOUND,
  QAPI_ERROR_CLASS_KVMMISSINGCAP,
} QapiErrorClass;
typedef enum ErrorClass { ERROR_CLASS_NONE } ErrorClass;
typedef int QType, OnOffAuto, RunState, HostMemPolicy;
`,
  'qapi/qapi-types-error.h': '#include "qapi-types.h"\n',
  'qapi/qapi-types-common.h': '#include "qapi-types.h"\n',
  'qapi/qapi-types-run-state.h': '#include "qapi-types.h"\n',
  'qapi/qapi-builtin-types.h': '#include "qapi-types.h"\n',
  'sys/types.h': `#pragma once
typedef long ssize_t, off_t, time_t, suseconds_t;
typedef int pid_t;
typedef unsigned mode_t, uid_t, gid_t;
`,
  'time.h': `#pragma once
#include <sys/types.h>
struct timespec { time_t tv_sec; long tv_nsec; };
struct timeval { time_t tv_sec; suseconds_t tv_usec; };
struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; };
`,
  'signal.h': `#pragma once
typedef struct { unsigned long bits[16]; } sigset_t;
typedef struct siginfo siginfo_t;
`,
  'setjmp.h': `#pragma once
typedef struct { unsigned long room[25]; } jmp_buf[1], sigjmp_buf[1];
`,
  'pthread.h': `#pragma once
typedef struct { unsigned long room[5]; } pthread_mutex_t;
typedef struct { unsigned long room[6]; } pthread_cond_t;
typedef unsigned long pthread_t;
typedef unsigned pthread_key_t;
`,
  'semaphore.h': `#pragma once
typedef struct { unsigned long room[4]; } sem_t;
`,
  'glib.h': `#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>
#define GLIB_MAJOR_VERSION 2
#define GLIB_MINOR_VERSION 66
#define GLIB_CHECK_VERSION(major, minor, micro) \\
  (2 > (major) || (2 == (major) && 66 > (minor)) || (2 == (major) && 66 == (minor) && 0 >= (micro)))
#define GLIB_VERSION_2_66 0x24200
#define G_ENCODE_VERSION(major, minor) ((major) << 16 | (minor) << 8)
typedef char gchar;
typedef unsigned char guchar;
typedef int gint;
typedef unsigned guint;
typedef long glong;
typedef unsigned long gulong;
typedef short gshort;
typedef unsigned short gushort;
typedef gint gboolean;
typedef signed char gint8;
typedef unsigned char guint8;
typedef short gint16;
typedef unsigned short guint16;
typedef int gint32;
typedef unsigned guint32;
typedef long gint64;
typedef unsigned long guint64;
typedef unsigned long gsize;
typedef long gssize;
typedef double gdouble;
typedef float gfloat;
typedef void *gpointer;
typedef const void *gconstpointer;
typedef guint32 GQuark;
typedef struct _GHashTable GHashTable;
typedef struct { gpointer dummy1, dummy2, dummy3; int dummy4; gboolean dummy5; gpointer dummy6; } GHashTableIter;
typedef struct _GError { GQuark domain; gint code; gchar *message; } GError;
typedef struct _GList { gpointer data; struct _GList *next, *prev; } GList;
typedef struct _GSList { gpointer data; struct _GSList *next; } GSList;
typedef struct _GArray { gchar *data; guint len; } GArray;
typedef struct _GPtrArray { gpointer *pdata; guint len; } GPtrArray;
typedef struct _GByteArray { guint8 *data; guint len; } GByteArray;
typedef struct _GString { gchar *str; gsize len, allocated_len; } GString;
typedef struct _GTree GTree;
typedef struct _GRand GRand;
typedef struct _GSource GSource;
typedef struct _GMainContext GMainContext;
typedef struct _GMainLoop GMainLoop;
typedef struct _GIOChannel GIOChannel;
typedef struct _GThread GThread;
typedef struct _GKeyFile GKeyFile;
typedef struct _GOptionContext GOptionContext;
typedef struct _GTestCase GTestCase;
typedef struct _GTestSuite GTestSuite;
typedef union { gpointer p; } GMutex;
typedef struct { gpointer p; guint i[2]; } GCond;
typedef struct { gpointer p; } GPrivate;
typedef struct { gint fd; gushort events, revents; } GPollFD;
typedef struct { glong tv_sec, tv_usec; } GTimeVal;
typedef guint (*GHashFunc)(gconstpointer key);
typedef gboolean (*GEqualFunc)(gconstpointer a, gconstpointer b);
typedef void (*GDestroyNotify)(gpointer data);
typedef void (*GHFunc)(gpointer key, gpointer value, gpointer user_data);
typedef gboolean (*GHRFunc)(gpointer key, gpointer value, gpointer user_data);
typedef void (*GFunc)(gpointer data, gpointer user_data);
typedef gint (*GCompareFunc)(gconstpointer a, gconstpointer b);
typedef gint (*GCompareDataFunc)(gconstpointer a, gconstpointer b, gpointer user_data);
typedef gpointer (*GThreadFunc)(gpointer data);
typedef gboolean (*GSourceFunc)(gpointer user_data);
#define FALSE 0
#define TRUE 1
#define G_BEGIN_DECLS
#define G_END_DECLS
#define G_GNUC_UNUSED __attribute__((unused))
#define G_GNUC_NORETURN __attribute__((noreturn))
#define G_NORETURN __attribute__((noreturn))
#define G_GNUC_PRINTF(format, first)
#define G_GNUC_WARN_UNUSED_RESULT
#define G_GNUC_NULL_TERMINATED
#define G_LIKELY(e) (e)
#define G_UNLIKELY(e) (e)
#define G_N_ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))
#define G_STRFUNC ((const char *)__func__)
#define G_MAXUINT 4294967295U
#define G_MAXINT 2147483647
#define G_MAXSIZE 18446744073709551615UL
#define G_GINT64_FORMAT "li"
#define G_GUINT64_FORMAT "lu"
#define G_SOURCE_REMOVE FALSE
#define G_SOURCE_CONTINUE TRUE
#define GINT_TO_POINTER(i) ((gpointer)(glong)(i))
#define GPOINTER_TO_INT(p) ((gint)(glong)(p))
#define GUINT_TO_POINTER(u) ((gpointer)(gulong)(u))
#define GPOINTER_TO_UINT(p) ((guint)(gulong)(p))
#define G_DEFINE_AUTOPTR_CLEANUP_FUNC(type, free_function) \\
  typedef type *type##_autoptr; \\
  static inline void glib_autoptr_cleanup_##type(type **at) { if (*at) (free_function)(*at); }
#define g_autoptr(type) __attribute__((cleanup(glib_autoptr_cleanup_##type))) type *
#define g_autofree __attribute__((cleanup(g_autoptr_cleanup_generic_gfree)))
#define g_new(type, count) ((type *)g_malloc_n(count, sizeof(type)))
#define g_new0(type, count) ((type *)g_malloc0_n(count, sizeof(type)))
#define g_try_new(type, count) ((type *)g_malloc_n(count, sizeof(type)))
#define g_try_new0(type, count) ((type *)g_malloc0_n(count, sizeof(type)))
#define g_renew(type, at, count) ((type *)g_realloc_n(at, count, sizeof(type)))
#define g_assert(e) ((e) ? (void)0 : __assert_fail(#e, __FILE__, __LINE__, __func__))
#define g_assert_not_reached() __assert_fail("not reached", __FILE__, __LINE__, __func__)
#define g_assert_cmpint(a, op, b) g_assert((a) op (b))
#define g_assert_cmpuint(a, op, b) g_assert((a) op (b))
#define g_assert_cmphex(a, op, b) g_assert((a) op (b))
#define g_assert_nonnull(e) g_assert((e) != NULL)
#define g_return_if_fail(e) do { if (!(e)) return; } while (0)
#define g_return_val_if_fail(e, value) do { if (!(e)) return (value); } while (0)
#define g_clear_pointer(at, destroy) do { if (*(at)) { destroy(*(at)); *(at) = NULL; } } while (0)
#define g_array_index(array, type, index) (((type *)(void *)(array)->data)[index])
void __assert_fail(const char *condition, const char *file, unsigned line, const char *function);
gpointer g_malloc(gsize size);
gpointer g_malloc0(gsize size);
gpointer g_malloc_n(gsize count, gsize size);
gpointer g_malloc0_n(gsize count, gsize size);
gpointer g_try_malloc(gsize size);
gpointer g_try_malloc0(gsize size);
gpointer g_realloc(gpointer at, gsize size);
gpointer g_realloc_n(gpointer at, gsize count, gsize size);
gpointer g_memdup(gconstpointer at, guint size);
gpointer g_memdup2(gconstpointer at, gsize size);
void g_free(gpointer at);
static inline void g_autoptr_cleanup_generic_gfree(void *at) { g_free(*(void **)at); }
gchar *g_strdup(const gchar *text);
gchar *g_strndup(const gchar *text, gsize size);
gchar *g_strdup_printf(const gchar *format, ...);
gchar *g_strdup_vprintf(const gchar *format, va_list list);
gchar *g_strconcat(const gchar *first, ...);
gchar **g_strsplit(const gchar *text, const gchar *delimiter, gint most);
void g_strfreev(gchar **list);
gint g_strcmp0(const char *a, const char *b);
gboolean g_str_has_prefix(const gchar *text, const gchar *prefix);
gboolean g_str_has_suffix(const gchar *text, const gchar *suffix);
guint g_direct_hash(gconstpointer key);
gboolean g_direct_equal(gconstpointer a, gconstpointer b);
guint g_str_hash(gconstpointer key);
gboolean g_str_equal(gconstpointer a, gconstpointer b);
guint g_int_hash(gconstpointer key);
gboolean g_int_equal(gconstpointer a, gconstpointer b);
GHashTable *g_hash_table_new(GHashFunc hash, GEqualFunc equal);
GHashTable *g_hash_table_new_full(GHashFunc hash, GEqualFunc equal, GDestroyNotify key, GDestroyNotify value);
gboolean g_hash_table_insert(GHashTable *table, gpointer key, gpointer value);
gboolean g_hash_table_replace(GHashTable *table, gpointer key, gpointer value);
gboolean g_hash_table_add(GHashTable *table, gpointer key);
gboolean g_hash_table_remove(GHashTable *table, gconstpointer key);
void g_hash_table_remove_all(GHashTable *table);
gpointer g_hash_table_lookup(GHashTable *table, gconstpointer key);
gboolean g_hash_table_contains(GHashTable *table, gconstpointer key);
guint g_hash_table_size(GHashTable *table);
void g_hash_table_foreach(GHashTable *table, GHFunc func, gpointer user_data);
guint g_hash_table_foreach_remove(GHashTable *table, GHRFunc func, gpointer user_data);
GHashTable *g_hash_table_ref(GHashTable *table);
void g_hash_table_unref(GHashTable *table);
void g_hash_table_destroy(GHashTable *table);
void g_hash_table_iter_init(GHashTableIter *iter, GHashTable *table);
gboolean g_hash_table_iter_next(GHashTableIter *iter, gpointer *key, gpointer *value);
GArray *g_array_new(gboolean terminated, gboolean clear, guint size);
GArray *g_array_append_vals(GArray *array, gconstpointer data, guint count);
gchar *g_array_free(GArray *array, gboolean segment);
void g_array_unref(GArray *array);
#define g_array_append_val(array, value) g_array_append_vals(array, &(value), 1)
GSList *g_slist_append(GSList *list, gpointer data);
GSList *g_slist_prepend(GSList *list, gpointer data);
void g_slist_free(GSList *list);
void g_error_free(GError *error);
void g_usleep(gulong microseconds);
`,
};
