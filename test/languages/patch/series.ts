/** A cover, a patch, a reply to it and a pull request, in one mbox. */
export const SERIES = `From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 16 Oct 2023 09:30:00 +0200
Subject: [PATCH v2 0/2] hw/foo: Two regions
Message-Id: <cover@example.org>

Based-on: <20231001120000.1-1-dev@example.org>

 hw/foo/foo.c | 4 +++-
 3 files changed, 4 insertions(+), 3 deletions(-)

-- 
2.39.5

From 1123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 16 Oct 2023 09:30:00 +0200
Subject: [PATCH v2 1/2] hw/foo: Map the second bank
Message-Id: <one+1/x@example.org>
In-Reply-To: <cover@example.org>
References: <cover@example.org>

The second bank has a region of its own since commit
967dc9b119, and nobody maps it.

Fixes: 092aa2fc65 ("memory: Share special empty FlatView")
Resolves: #1234
Resolves: https://gitlab.com/qemu-project/qemu/-/issues/99
Signed-off-by: A Developer <dev@example.org>
---
v2: rebased

 hw/foo/foo.c | 4 +++-
 hw/foo/{old.h => bank.h} | 2 +-
 hw/foo/gone.c | 1 -
 3 files changed, 4 insertions(+), 3 deletions(-)
 rename hw/foo/{old.h => bank.h} (90%)
 delete mode 100644 hw/foo/gone.c

diff --git a/hw/foo/foo.c b/hw/foo/foo.c
index 4116fb1..0f7f31c 100644
--- a/hw/foo/foo.c
+++ b/hw/foo/foo.c
@@ -10,4 +10,5 @@ static void foo_realize(DeviceState *dev, Error **errp)
     FooState *s = FOO(dev);
-    map(0);
+    memory_region_init_io(&s->bank, OBJECT(s), &foo_ops, s, "foo.bank", 0x1000);
+    map(1); /* the second */
     uint64_t size = s->size * 2;
     return;
@@ -39,4 +40,5 @@ static void foo_realize(DeviceState *dev, Error **errp)
 }
 
 static void foo_reset(void)
 {
+    reset();
diff --git a/hw/foo/old.h b/hw/foo/bank.h
similarity index 90%
rename from hw/foo/old.h
rename to hw/foo/bank.h
--- a/hw/foo/old.h
+++ b/hw/foo/bank.h
@@ -3,3 +3,3 @@ struct Bank {
  * of the bank, "as it was
-    int one;
+ * once" */ int two;
 };
diff --git a/hw/foo/gone.c b/hw/foo/gone.c
deleted file mode 100644
--- a/hw/foo/gone.c
+++ /dev/null
@@ -1 +0,0 @@
-#include "qemu/osdep.h"

base-commit: 5e8fd947e2670c3c18f139de6a83fafcb56abbcc
-- 
2.39.5

From 2123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Reviewer <rev@example.org>
In-Reply-To: <one+1/x@example.org>
Subject: Re: [PATCH v2 1/2] hw/foo: Map the second bank

On Mon, A Developer wrote:
> The second bank has a region of its own since commit
> 967dc9b119

Please do not.

> +    map(1);

-- 
rev

From 3123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 16 Oct 2023 09:30:00 +0200
Subject: [PULL] foo queue

Please pull.
`;
