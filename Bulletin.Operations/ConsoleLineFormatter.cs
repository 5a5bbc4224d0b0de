using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Bulletin.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Bulletin.Operations;

/// <summary>
/// One line per event. Repeated events of an outage are reduced to one line every few seconds with a count, and without the
/// stack trace. Unexpected exceptions are logged in full.
/// </summary>
/// <remarks>For which events are logged, see <c>Logging</c> in appsettings.json.</remarks>
internal sealed class ConsoleLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "bulletin";
    private const string Ours = "Bulletin.";
    private static readonly TimeSpan RepeatEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Category, int Event), Repeats> repeats = new();

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var isExpected = logEntry.Exception is { } exception && (logEntry.LogLevel == LogLevel.Warning || IsOutage(exception));
        long more = 0;
        if (isExpected && !repeats.GetOrAdd((logEntry.Category, logEntry.EventId.Id), _ => new()).MayShow(clock, out more)) return;

        textWriter.Write(clock.GetUtcNow().ToString(Notices.TimeFormat + " ", CultureInfo.InvariantCulture));
        textWriter.Write($"{Word(logEntry.LogLevel)} {Source(logEntry.Category)}: {OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception))}");
        if (logEntry.Exception is { } reason)
            textWriter.Write(isExpected ? $": {OneLine(Short(reason))}" : $" {OneLine(reason.ToString())}");
        if (more > 0) textWriter.Write(string.Create(CultureInfo.InvariantCulture, $" (and {more} more like this)"));
        textWriter.WriteLine();
    }

    private static bool IsOutage(Exception exception) =>
        exception is SocketException || StorageFaults.IsUnavailable(exception)
        || exception.InnerException is { } inner && IsOutage(inner);

    /// <summary>The outermost and the innermost message: what failed, and why.</summary>
    private static string Short(Exception exception)
    {
        var root = exception.GetBaseException();
        return exception.Message.Contains(root.Message, StringComparison.Ordinal) ? exception.Message : $"{exception.Message}: {root.Message}";
    }

    private static string Source(string category) =>
        category.StartsWith(Ours, StringComparison.Ordinal) ? category[(category.LastIndexOf('.') + 1)..] : category;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => "debug",
    };

    private sealed class Repeats
    {
        private readonly Lock gate = new();
        private long? shownAt;
        private long hidden;

        /// <param name="more">How many were suppressed since the last one shown.</param>
        public bool MayShow(TimeProvider clock, out long more)
        {
            lock (gate)
            {
                if (shownAt is { } before && clock.GetElapsedTime(before) < RepeatEvery)
                {
                    more = ++hidden;
                    return false;
                }
                (shownAt, more, hidden) = (clock.GetTimestamp(), hidden, 0);
                return true;
            }
        }
    }
}
