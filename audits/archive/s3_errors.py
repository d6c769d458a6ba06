"""Errors of an S3-compatible storage in words that say what to do.  Secrets are in none of them."""

from __future__ import annotations

from collections.abc import Iterator

from audits.archive.errors import ArchiveError, MissingError

_CODES = {
    "NoSuchBucket": "没有这个存储桶。请先建好它，或改正 archive 里的名字",
    "InvalidBucketName": "存储桶的名字不合规定。请改正 archive 里的名字",
    "InvalidAccessKeyId": "服务器不认得这个访问密钥（key_env 里的）。请核对",
    "SignatureDoesNotMatch": "访问密钥与密文不符（secret_env 或 secret_file 里的）。请核对",
    "AccessDenied": "没有权限。请给这个密钥读、写、列出和删除该存储桶（或其中这个前缀）的权限",
    "Forbidden": "没有权限。请核对密钥，并给它读、写、列出和删除的权限",
    "403": "没有权限。请核对密钥，并给它读、写、列出和删除的权限",
    "AccountProblem": "这个账户被停用或欠费。请联系存储的管理员",
    "RequestTimeTooSkewed": "本机的时钟与服务器相差太多。请校准本机的时间（NTP）",
    "ExpiredToken": "密钥已过期。请换新的",
    "PermanentRedirect": "存储桶在另一个区域。请改正 archive_options 的 region 或 endpoint_url",
    "AuthorizationHeaderMalformed": "区域不对。请改正 archive_options 的 region",
    "QuotaExceeded": "存储配额已用完。请清理或扩容",
    "InsufficientStorage": "存储已满。请清理或扩容",
    "507": "存储已满。请清理或扩容",
    "EntityTooLarge": "文件超过服务器允许的大小",
    "BadDigest": "传输中出错（校验值不符）。请重试",
    "XAmzContentSHA256Mismatch": "传输中出错（校验值不符）。请重试",
    "SlowDown": "服务器忙。请稍后再试",
    "ServiceUnavailable": "服务器暂时不能用。请稍后再试",
    "503": "服务器暂时不能用。请稍后再试",
    "InternalError": "服务器内部出错。请稍后再试",
    "500": "服务器内部出错。请稍后再试",
}
_KINDS = {
    "EndpointConnectionError": "连不上服务器。请检查 endpoint_url、网络和防火墙",
    "ConnectTimeoutError": "连接服务器超时。请检查 endpoint_url、网络和防火墙",
    "ConnectionClosedError": "服务器断开了连接。请稍后再试",
    "ReadTimeoutError": "服务器太久没有回答。请稍后再试",
    "ProxyConnectionError": "连不上代理服务器。请检查代理的设置",
    "SSLError": "不能建立安全连接（证书不受信任或不符）。内部的证书机构用环境变量 AWS_CA_BUNDLE 指明",
    "NoCredentialsError": "没有密钥",
    "ParamValidationError": "请求不合规定。请核对 archive 里的名字",
}
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})


def explained(error: BaseException, place: str, key: str) -> ArchiveError:
    """What went wrong with an object of a bucket."""
    code = next(_codes(error), "")
    if code in _ABSENT or (isinstance(error, FileNotFoundError) and code != "NoSuchBucket"):
        return MissingError(f"存档 {place} 里没有 {key}。")
    why = _CODES.get(code) or next(
        (_KINDS[type(each).__name__] for each in _chain(error) if type(each).__name__ in _KINDS), ""
    )
    if not why:
        told = code or type(error).__name__
        why = f"服务器回答 {told[:60]}" if code else f"没有完成（{told}）"
    return ArchiveError(f"存档 {place} 读写失败（{key or '存储桶'}）：{why}。")


def _codes(error: BaseException) -> Iterator[str]:
    for each in _chain(error):
        response = getattr(each, "response", None)
        if isinstance(response, dict):
            yield str(response.get("Error", {}).get("Code", ""))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
