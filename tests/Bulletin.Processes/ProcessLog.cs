using System.Text.RegularExpressions;

namespace Bulletin.Processes;

/// <summary>What a process prints: kept for a failing test, and awaited line by line.</summary>
internal sealed class ProcessLog
{
    private const int Kept = 2_000;

    private readonly Queue<string> _lines = new();
    private readonly List<(Regex Pattern, TaskCompletionSource<Match> Found)> _awaited = [];

    public void Add(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept) _lines.Dequeue();
            for (var i = _awaited.Count - 1; i >= 0; i--)
            {
                if (_awaited[i].Pattern.Match(line) is not { Success: true } match) continue;
                _awaited[i].Found.TrySetResult(match);
                _awaited.RemoveAt(i);
            }
        }
    }

    /// <summary>The first line from now on that matches.</summary>
    public Task<Match> Next(Regex pattern)
    {
        lock (_lines)
        {
            var found = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((pattern, found));
            return found.Task;
        }
    }

    public string Tail(int lines = 120)
    {
        lock (_lines) return string.Join('\n', _lines.TakeLast(lines));
    }
}
