"""Errors of the operating system in words that an inspector understands."""

from __future__ import annotations

import errno

_WORDS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "不存在",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EISDIR: "是目录，不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘只读",
    errno.EFBIG: "文件过大",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "磁盘读写出错",
}


def reason(error: BaseException) -> str:
    """Say why an operation on a file failed."""
    number = getattr(error, "errno", None)
    if number in _WORDS:
        return _WORDS[number]
    text = str(error)
    return "磁盘已满" if "disk is full" in text else getattr(error, "strerror", None) or text
