/** A series of `patches` mails of boards' code, the last of them `last`, with about `lines` lines in all. */
export function series(patches: number, lines: number, last: string): string {
  const each = Math.ceil((lines - last.split('\n').length) / (patches - 1));
  const mails = Array.from({ length: patches - 1 }, (_, i) => mail(i + 1, patches, each));
  return [...mails, last.replace('[PATCH]', `[PATCH ${patches}/${patches}]`)].join('');
}

const HEAD = 14;
const HUNK = 28;

function mail(number: number, total: number, lines: number): string {
  const hunks = Math.max(1, Math.round((lines - HEAD - 12) / HUNK));
  const path = `hw/misc/bank-${number}.c`;
  return `From ${String(number).padStart(40, '0')} Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 16 Oct 2023 09:30:00 +0200
Subject: [PATCH ${number}/${total}] hw/misc: Map bank ${number}
Message-Id: <${number}@example.org>
In-Reply-To: <0@example.org>

Bank ${number} is there since commit 967dc9b119, and nobody maps it.

Fixes: 092aa2fc65 ("memory: Share special empty FlatView")
Signed-off-by: A Developer <dev@example.org>
---
 ${path} | ${hunks * 6} ++++--
 1 file changed, ${hunks * 4} insertions(+), ${hunks * 2} deletions(-)

diff --git a/${path} b/${path}
index 4116fb1..0f7f31c 100644
--- a/${path}
+++ b/${path}
${Array.from({ length: hunks }, (_, i) => hunk(number, i)).join('')}-- 
2.39.5

`;
}

function hunk(bank: number, index: number): string {
  const at = index * 60 + 10;
  const body = Array.from({ length: 9 }, (_, i) => `     s->regs[${i}] = extract32(value, ${i}, 4); /* field ${i} */`);
  return `@@ -${at},23 +${at},25 @@ static void bank_realize_${index}(DeviceState *dev, Error **errp)
     BankState *s = BANK(dev);
     uint64_t size = UINT64_C(0x1000) * ${bank};
 
${body.join('\n')}
-    memory_region_init_io(&s->iomem, NULL, &ops, s, "bank", 0x100);
-    sysbus_init_mmio(SYS_BUS_DEVICE(dev), &s->iomem);
+    memory_region_init_io(&s->iomem, OBJECT(dev), &ops, s, "bank-${bank}", size);
+    if (size > 0x1000 && !s->enabled) {
+        error_setg(errp, "bank %u is too large", ${bank});
+    }
${body.join('\n')}
`;
}
