/**
 * `owner:{dev id=br1}` names a device for good. `/machine/unattached/device[7]` and its like count devices in the order
 * of their making, so that one more device renames all later ones: that is no identity.
 */
export const stableOwner = (owner: string | undefined): string | undefined =>
  owner === undefined || /device\[\d+\]|^(parent|orphan)/.test(owner) ? undefined : owner;
