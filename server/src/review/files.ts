/** Folders of a QEMU tree that patches touch, now and in earlier releases. */
const QEMU_FOLDERS =
  /^(accel|authz|backends|block|bsd-user|chardev|common-user|configs|contrib\/(plugins|vhost-user-\w+)|cpus?|crypto|disas|dump|ebpf|fpu|gdbstub|gdb-xml|hw|include\/(hw|exec|system|sysemu|qemu|qapi|block|migration|standard-headers|ui|chardev|net|qom|tcg|accel|io|crypto)|io|linux-user|migration|monitor|nbd|net|pc-bios|plugins|qapi|qga|qom|replay|scsi|softmmu|stubs|system|target|target-\w+|tcg|tests\/(qtest|unit|tcg|functional|migration)|trace|ui|util)\//;

const QEMU_FILES =
  /^(memory(_mapping|_ldst\.inc)?\.c|exec\.c|exec-vary\.c|ioport\.c|vl\.c|cpus\.c|hmp\.c|monitor\.c|memory_ldst\.c\.inc|qemu-options\.hx|hmp-commands(-info)?\.hx)$/;

/** Whether a path is one of a QEMU tree; a patch without such a path is another project's. */
export const isQemuPath = (path: string): boolean => QEMU_FILES.test(path) || QEMU_FOLDERS.test(path);

/** Where boards, devices, CPUs and accelerators build regions. */
export const isTopologyPath = (path: string): boolean =>
  /^(hw|target|target-\w+|include\/hw|accel|backends|tests\/qtest)\//.test(path);
