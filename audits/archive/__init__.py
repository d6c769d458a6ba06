"""Storage that several machines share: runs, snapshots, letters and evidence files, each whole or not there.

    with open_archive(desk.archive, os.environ) as archive:      # `opening`: a folder, or a bucket
        archive.keep(folder, "audits/huantai/20260401T020000")    # `archive`: all objects, the manifest last
        archive.fetch("audits/huantai/20260401T020000", to, only=["audit.json"])

An entry is a folder of the storage that holds `manifest.json`, which names the objects of one upload
(`files-<id>/…`) with their sizes and hashes.  What no manifest names is not there; `sweeping` removes it
when it is old.  `holdings` is the data directory with an archive behind it: what the rest of the desk uses.
Without an archive nothing of this is loaded, and without a bucket nothing of S3.
"""
