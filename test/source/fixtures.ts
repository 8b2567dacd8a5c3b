import type { SourcePatch } from '../../server/src/source/model.ts';
import { hunk, patchOf } from './helpers.ts';

/** Does what 092aa2fc65 does, in names and words of our own. */
export const emptyView: SourcePatch = {
  ...patchOf(
    'memory.c',
    hunk(
      'static void flatview_unref(FlatView *fv)',
      `
 {
     if (atomic_fetch_dec(&fv->ref) == 1) {
+        /* nobody frees the empty one */
+        assert(fv->root);
         call_rcu(fv, flatview_destroy, rcu);
     }
 }`,
    ),
    hunk(
      'static MemoryRegion *memory_region_get_flatview_root(MemoryRegion *region)',
      `
                     }
                 }
             }
+            if (count == 0) {
+                return NULL;
+            }
             if (lone) {
                 region = lone;
                 continue;
             }
         }
 
-        break;
+        return region;
     }
 
-    return region;
+    return NULL;
 }
 
 /* what comes next */`,
    ),
    hunk(
      'static void address_space_update_topology_pass(AddressSpace *as,',
      `
 
 static void flatviews_init(void)
 {
+    static FlatView *nothing;
+
     if (flat_views) {
         return;
     }
 
     flat_views = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                        (GDestroyNotify) flatview_unref);
+    if (!nothing) {
+        nothing = generate_memory_topology(NULL);
+        flatview_ref(nothing); // for ever
+    } else {
+        g_hash_table_replace(flat_views, NULL, nothing);
+        flatview_ref(nothing);
+    }
 }
 
 static void flatviews_reset(void)`,
    ),
  ),
  date: '2017-09-21T18:51:07',
};
