using Bulletin.Grains;
using Bulletin.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests;

public class ConsoleLineFormatterTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero));
    private readonly ConsoleLineFormatter lines;

    public ConsoleLineFormatterTests() => lines = new(clock);

    [Fact]
    public void An_event_is_one_line_with_its_time_and_where_it_comes_from() =>
        Assert.Equal("2026-03-01T09:30:00.000Z info AccountGrain: Two lines\n", Line(LogLevel.Information, "Two\nlines"));

    [Fact]
    public void What_is_wrong_with_storage_is_said_without_a_stack_trace()
    {
        var line = Line(LogLevel.Error, "A commit failed", Thrown(new StorageUnavailableException("Postgres is unavailable", new IOException("Connection refused"))));

        Assert.Equal("2026-03-01T09:30:00.000Z error AccountGrain: A commit failed: Postgres is unavailable (IOException: Connection refused)\n", line);
    }

    [Fact]
    public void The_same_outage_is_one_line_every_few_seconds_with_a_count()
    {
        StorageUnavailableException away = new("Postgres is unavailable");
        Assert.EndsWith("A commit failed: Postgres is unavailable\n", Line(LogLevel.Warning, "A commit failed", away), StringComparison.Ordinal);
        for (var i = 0; i < 999; i++) Assert.Empty(Line(LogLevel.Warning, "A commit failed", away));
        Assert.NotEmpty(Line(LogLevel.Warning, "Something else failed", away, number: 2));

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.EndsWith("A commit failed: Postgres is unavailable (and 999 more like this)\n", Line(LogLevel.Warning, "A commit failed", away), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_of_ours_is_shown_in_full_each_time()
    {
        var mistake = Thrown(new InvalidOperationException("A mistake"));

        for (var i = 0; i < 2; i++)
            Assert.Contains(nameof(Thrown), Line(LogLevel.Error, "Unexpected error", mistake), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_that_is_no_failure_is_shown_each_time()
    {
        for (var i = 0; i < 2; i++) Assert.NotEmpty(Line(LogLevel.Warning, "A spent refresh token was used again"));
    }

    private string Line(LogLevel level, string message, Exception? exception = null, int number = 1)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        LogEntry<string> entry = new(level, "Bulletin.Grains.Accounts.AccountGrain", new EventId(number), message, exception, (text, _) => text);
        lines.Write(entry, scopeProvider: null, writer);
        return writer.ToString();
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
