"""The same pictures through a pipeline of Pillow and ONNX Runtime: decoded, turned, made smaller,
written as a JPEG, described by the same network, held against a Gaussian at every place.

Arguments: the folder of the pictures, the network, how often each picture is looked at.
Prints JSON: the processor time and the time of a picture of each size, and the peak memory.
"""

import glob
import io
import json
import os
import resource
import sys
import time

import numpy as np
import onnxruntime
import PIL
from PIL import Image, ImageOps

folder, network, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(network, options)


def prepared(file):
    """As most people write it: all of the picture is decoded."""
    return made_smaller(Image.open(io.BytesIO(file)))


def prepared_draft(file):
    """As one writes it who knows libjpeg: a smaller version is decoded where that is enough."""
    picture = Image.open(io.BytesIO(file))
    picture.draft("RGB", (1024, 1024))
    return made_smaller(picture)


def made_smaller(picture):
    picture = ImageOps.exif_transpose(picture).convert("RGB")
    picture.thumbnail((1024, 1024))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=90)
    return target.getvalue()


def smoothed(planes):
    for axis in (1, 2):
        sides = [(0, 0)] * 3
        sides[axis] = (1, 1)
        padded = np.pad(planes, sides, mode="edge")
        before, after = [slice(None)] * 3, [slice(None)] * 3
        before[axis], after[axis] = slice(0, -2), slice(2, None)
        planes = (4 * planes + padded[tuple(before)] + padded[tuple(after)]) / 6
    return planes


def described(jpeg):
    picture = Image.open(io.BytesIO(jpeg)).convert("RGB").resize((256, 256), Image.BILINEAR)
    pixels = (np.asarray(picture, np.float32) / 255 - 0.498) / 0.502
    planes = session.run(["f4"], {"x": pixels.transpose(2, 0, 1)[None]})[0][0]
    return smoothed(planes).reshape(planes.shape[0], -1).T


def distance(vectors, means, whitening):
    centred = vectors - means
    whitened = np.matmul(whitening, centred[:, :, None])[:, :, 0]
    return float(np.quantile(np.sqrt((whitened**2).mean(1)), 0.99))


def files(size):
    return [open(path, "rb").read() for path in sorted(glob.glob(os.path.join(folder, size + "-*.jpg")))]


examples = np.stack([described(prepared(file)) for file in files("small")])
means = examples.mean(0)
centred = (examples - means).transpose(1, 0, 2)
covariances = np.matmul(centred.transpose(0, 2, 1), centred) / (len(examples) - 1)
covariances += np.eye(means.shape[1]) * 1e-3 * covariances.mean()
covariances = (covariances + covariances.mean(0)) / 2 + np.eye(means.shape[1]) * 1e-3
whitening = np.linalg.inv(np.linalg.cholesky(covariances)).astype(np.float32)
means = means.astype(np.float32)
del examples, centred, covariances

told = {}
for size in ("large", "small", "turned"):
    pictures = files(size)
    for name, prepare in (("", prepared), ("Draft", prepared_draft)):
        distance(described(prepare(pictures[0])), means, whitening)
        started, cpu = time.perf_counter(), time.process_time()
        for _ in range(times):
            for file in pictures:
                distance(described(prepare(file)), means, whitening)
        count = times * len(pictures)
        told[size + name] = {
            "cpuMs": (time.process_time() - cpu) * 1e3 / count,
            "wallMs": (time.perf_counter() - started) * 1e3 / count,
        }
told["peakMemoryMiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
told["versions"] = f"Pillow {PIL.__version__}, ONNX Runtime {onnxruntime.__version__}"
json.dump(told, sys.stdout)
