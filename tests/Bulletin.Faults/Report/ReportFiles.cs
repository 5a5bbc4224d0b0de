using System.Text;

namespace Bulletin.Faults.Report;

/// <summary>The files of a report.</summary>
internal static class ReportFiles
{
    /// <summary>Writes half a character as a replacement: a text that was cut must not cost the report.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Takes the place of an earlier run's report, which would otherwise pass for that of a run that breaks off.</summary>
    public static void Begin(string folder, RunOptions options)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(PathOfText(folder), $"# Faults, seed {options.Seed}: not over\n\n`{options.Command}` is under way or broke off; [run.log](run.log) says how far it came.\n", Utf8);
    }

    /// <returns>The path of the text.</returns>
    public static async Task<string> Write(string folder, RunOptions options, RunResult result)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, log) in result.Logs) await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.log"), log, Utf8);
        var figures = new Figures(result.History);
        await File.WriteAllTextAsync(PathOfText(folder), MarkdownReport.Of(options, result, figures), Utf8);
        await File.WriteAllTextAsync(Path.Combine(folder, "timeline.svg"), Timeline.Draw(result.History, figures), Utf8);
        return PathOfText(folder);
    }

    private static string PathOfText(string folder) => Path.Combine(folder, "README.md");
}
