"""What the operating system says when a file cannot be read or written, in Chinese; decides nothing."""

from __future__ import annotations

import errno
from typing import Final

_WORDS: Final = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.EISDIR: "已有同名的文件夹",
    errno.ENOTEMPTY: "已有同名的文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘只读",
    errno.EFBIG: "文件过大",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "磁盘读写出错",
}


def trouble(error: OSError) -> str:
    """Why an operation on a file failed."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
