using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Bulletin.Operations;

/// <summary>
/// Lines for whoever starts a process: that it is ready, or why it isn't. No log level hides them. They are plain text for people,
/// or events like the others if the log is JSON.
/// </summary>
public sealed class Notices(bool asJson, TimeProvider clock)
{
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static Notices From(IConfiguration configuration) => new(IsJson(configuration), TimeProvider.System);

    /// <summary>For a process whose configuration may be what keeps it from starting.</summary>
    public static Notices From(string[] args)
    {
        try
        {
            return From(new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables().AddCommandLine(args).Build());
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidDataException)
        {
            return From(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        }
    }

    internal static bool IsJson(IConfiguration configuration) =>
        string.Equals(configuration["Logging:Console:FormatterName"], ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase);

    public void Say(string message) => Console.Out.WriteLine(Line(LogLevel.Information, message));

    /// <summary>On standard error.</summary>
    public Task Fail(string message) => Console.Error.WriteLineAsync(Line(LogLevel.Critical, message));

    internal string Line(LogLevel level, string message) => !asJson ? message : JsonSerializer.Serialize(new
    {
        Timestamp = clock.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture),
        EventId = 0,
        LogLevel = level.ToString(),
        Category = nameof(Bulletin),
        Message = message,
    });
}
