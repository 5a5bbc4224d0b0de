using Microsoft.Extensions.Logging.Console;

namespace Bulletin.Api.Operations;

/// <summary>One line an event, with its time. Which events: see <c>Logging</c> in appsettings.json.</summary>
public static class ConsoleLogging
{
    public static WebApplicationBuilder AddBulletinLogging(this WebApplicationBuilder builder)
    {
        // Only to the console: what keeps logs reads it from there.
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        return builder;
    }
}
