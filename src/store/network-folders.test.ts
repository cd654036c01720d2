import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../tests/store/made-project.ts'
import { isNetworkType, isUnc, mountinfoType, mountListType, networkFileSystem } from './network-folders.ts'

const mountinfo = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:40 / /mnt/clinic\\040share rw - cifs //server/share rw,vers=3.0
41 22 0:41 / /home/a/eyes rw - fuse.sshfs a@host: rw
42 22 0:42 / /media/stick rw - fuseblk /dev/sdb1 rw
43 22 0:43 / /data rw - ext4 /dev/vdb rw
44 43 0:44 / /data/far rw - nfs4 server:/far rw`

describe('the file system of a folder', () => {
  it.each([
    ['/home/b', 'ext4', false],
    ['/mnt/clinic share/p.regrade', 'cifs', true],
    ['/home/a/eyes/p.regrade', 'fuse.sshfs', true],
    ['/media/stick/p.regrade', 'fuseblk', false],
    ['/data/far', 'nfs4', true],
    ['/data/farther', 'ext4', false],
  ])('of %s is %s on Linux', (path, type, network) => {
    expect(mountinfoType(mountinfo, path)).toBe(type)
    expect(isNetworkType(type)).toBe(network)
  })

  it('is found in the list of mounts of macOS', () => {
    const list = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only)
//a@nas/eyes on /Volumes/eyes (smbfs, nodev, nosuid, mounted by a)`
    expect(mountListType(list, '/Volumes/eyes/p.regrade')).toBe('smbfs')
    expect(mountListType(list, '/Users/a')).toBe('apfs')
    expect(isNetworkType('smbfs')).toBe(true)
    expect(isNetworkType('apfs')).toBe(false)
  })

  it.each([
    ['\\\\server\\share\\p', true],
    ['\\\\?\\UNC\\server\\share', true],
    ['\\\\?\\C:\\eyes', false],
    ['C:\\eyes', false],
  ])('%s on Windows is on a network: %s', (path, network) => {
    expect(isUnc(path)).toBe(network)
  })

  it('says nothing against a folder of this machine', () => {
    const place = temporaryFolder()
    expect(networkFileSystem(place.folder)).toBeNull()
    place.remove()
  })
})
