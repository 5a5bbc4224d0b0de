using System.Text;

namespace Bulletin.Grains.Search.Analysis;

/// <summary>Divides letters into terms.</summary>
internal sealed class TermScanner(List<Letter> letters)
{
    /// <summary>Longer terms are cut, in UTF-16 code units.</summary>
    public const int MaxLength = 64;

    /// <summary>How long a word may be to be found with the dot before it: <c>.net</c>, <c>.cs</c>.</summary>
    private const int MaxDotted = 16;

    private readonly List<TextTerm> _words = [], _others = [];

    private readonly StringBuilder _text = new(MaxLength);

    /// <summary>The words since <c>Start</c> are joined by punctuation. Empty: there was no word.</summary>
    private (int Start, int End, int Words) _joined;

    public AnalyzedText Scan()
    {
        for (var at = 0; at < letters.Count;)
        {
            at = letters[at].Kind switch
            {
                LetterKind.Letter or LetterKind.Digit => Word(at),
                LetterKind.Unspaced => Unspaced(at),
                LetterKind.Symbol => Symbol(at),
                _ => at + 1,
            };
        }
        AddJoined();
        return new(_words, _others);
    }

    private int Word(int start)
    {
        var (bare, end) = WordEnds.Of(letters, start);
        _words.Add(Term(start, end));
        if (end > bare) AddOther(start, bare);
        foreach (var part in WordParts.Of(letters, start, bare)) AddOther(part.Start, part.End);
        if (letters[start].Kind == LetterKind.Letter && end - start <= MaxDotted && WordEnds.IsDotted(letters, start)) AddOther(start - 1, end);
        if (_joined.Words > 0 && start == _joined.End + 1 && WordEnds.Joins(letters, _joined.End)) _joined = (_joined.Start, end, _joined.Words + 1);
        else
        {
            AddJoined();
            _joined = (start, end, 1);
        }
        return end;
    }

    /// <summary>Pairs of letters, then the last letter, so that each one begins a term.</summary>
    private int Unspaced(int start)
    {
        var next = EndOfLetter(start);
        while (next < letters.Count && letters[next].Kind == LetterKind.Unspaced)
        {
            var end = EndOfLetter(next);
            _words.Add(Term(start, end));
            (start, next) = (next, end);
        }
        _words.Add(Term(start, next));
        return next;
    }

    /// <summary>Any number of the same symbols is one term.</summary>
    private int Symbol(int start)
    {
        var end = EndOfSymbol(start);
        var term = Term(start, end);
        while (end < letters.Count && letters[end].Kind == LetterKind.Symbol && EndOfSymbol(end) is var next && Term(end, next) is var same && same.Text == term.Text)
        {
            term = term with { Length = same.End - term.Start };
            end = next;
        }
        _words.Add(term);
        return end;
    }

    private int EndOfSymbol(int start)
    {
        if (LetterKinds.IsRegion(letters[start].Value) && start + 1 < letters.Count && LetterKinds.IsRegion(letters[start + 1].Value)) return start + 2;
        return EndOfLetter(start);
    }

    private int EndOfLetter(int start)
    {
        do start++;
        while (start < letters.Count && letters[start].Kind == LetterKind.Mark);
        return start;
    }

    private void AddJoined()
    {
        var (start, end, words) = _joined;
        if (words > 1 && end - start <= MaxLength) _others.Add(Term(start, end, isJoined: true));
    }

    /// <summary>One letter of a word is not worth a term.</summary>
    private void AddOther(int start, int end)
    {
        var term = Term(start, end);
        if (term.Text.Length > 1) _others.Add(term);
    }

    private TextTerm Term(int start, int end, bool isJoined = false)
    {
        _text.Clear();
        for (var at = start; at < end && _text.Length < MaxLength; at++)
        {
            var letter = letters[at];
            if (letter.Kind == LetterKind.Joint && (isJoined || letter.Value.Value == ',')) continue;
            if (_text.Length + letter.Value.Utf16SequenceLength <= MaxLength) _text.Append(letter.Value);
        }
        return new(_text.ToString(), letters[start].Start, letters[end - 1].End - letters[start].Start);
    }
}
