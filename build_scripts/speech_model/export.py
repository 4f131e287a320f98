"""The trained network as a folder that faster-whisper loads."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import WhisperSpec
from torch import Tensor, nn

from speech_model.network import Attention, Layer, SmallWhisper
from speech_model.tokens import Tokens

PREPROCESSOR = {
    "feature_size": 80,
    "sampling_rate": 16000,
    "hop_length": 160,
    "chunk_length": 30,
    "n_fft": 400,
}


def export(network: SmallWhisper, tokens: Tokens, tokenizer: Path, folder: Path) -> None:
    """Write the model folder, its weights as 8-bit integers."""
    shape = network.shape
    spec = WhisperSpec(shape.layers, shape.heads, shape.layers, shape.heads)
    _encoder(spec.encoder, network)
    _decoder(spec.decoder, network)
    spec.register_vocabulary([tokens.tokenizer.id_to_token(n) for n in range(shape.vocabulary)])
    spec.config.suppress_ids = [tokens.no_speech]
    spec.config.suppress_ids_begin = [tokens.end]
    spec.config.lang_ids = [tokens.tokenizer.token_to_id("<|en|>")]
    spec.config.alignment_heads = [(shape.layers - 1, head) for head in range(shape.heads)]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    (folder / "preprocessor_config.json").write_text(json.dumps(PREPROCESSOR) + "\n", "utf-8")


def _encoder(spec: Any, network: SmallWhisper) -> None:
    _linear(spec.conv1, network.first)
    _linear(spec.conv2, network.second)
    spec.position_encodings.encodings = _array(network.places)
    _norm(spec.layer_norm, network.encoder_norm)
    for each, layer in zip(spec.layer, network.encoder, strict=True):
        _layer(each, layer)


def _decoder(spec: Any, network: SmallWhisper) -> None:
    vectors = _array(network.vectors())
    spec.embeddings.weight = vectors
    spec.projection.weight = vectors
    spec.position_encodings.encodings = _array(network.steps)
    _norm(spec.layer_norm, network.decoder_norm)
    for each, layer in zip(spec.layer, network.decoder, strict=True):
        _layer(each, layer)


def _layer(spec: Any, layer: Layer) -> None:
    _norm(spec.self_attention.layer_norm, layer.norm)
    _own(spec.self_attention, layer.own)
    if hasattr(layer, "cross"):
        _norm(spec.attention.layer_norm, layer.cross_norm)
        _cross(spec.attention, layer.cross)
    _norm(spec.ffn.layer_norm, layer.last_norm)
    _linear(spec.ffn.linear_0, layer.widen)
    _linear(spec.ffn.linear_1, layer.narrow)


def _own(spec: Any, attention: Attention) -> None:
    """Attention to oneself keeps query, key and value in one matrix; keys have no bias."""
    parts = (attention.query, attention.key, attention.value)
    spec.linear[0].weight = np.concatenate([_array(part.weight) for part in parts])
    spec.linear[0].bias = np.concatenate([_bias(part) for part in parts])
    _linear(spec.linear[-1], attention.out)


def _cross(spec: Any, attention: Attention) -> None:
    _linear(spec.linear[0], attention.query)
    parts = (attention.key, attention.value)
    spec.linear[1].weight = np.concatenate([_array(part.weight) for part in parts])
    spec.linear[1].bias = np.concatenate([_bias(part) for part in parts])
    _linear(spec.linear[-1], attention.out)


def _bias(layer: nn.Linear) -> np.ndarray:
    return np.zeros(layer.out_features, np.float32) if layer.bias is None else _array(layer.bias)


def _norm(spec: Any, norm: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = _array(norm.weight), _array(norm.bias)


def _linear(spec: Any, layer: nn.Linear | nn.Conv1d) -> None:
    spec.weight, spec.bias = _array(layer.weight), _array(layer.bias)


def _array(values: Tensor) -> np.ndarray:
    # A copy: the converter scales what it is given in place, and the training goes on.
    return values.detach().float().contiguous().numpy().copy()
