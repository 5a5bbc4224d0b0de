using System.Text.RegularExpressions;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>What the runbook tells operators to ask the database.</summary>
public sealed partial class RunbookSql(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task Each_statement_of_the_runbook_runs_on_a_migrated_database()
    {
        var database = await (await Postgres).NewDatabase();
        await ChildProcess.Run("dotnet", [Built.Silo, "migrate", $"--ConnectionStrings:Postgres={database}"], "/");
        var runbook = await File.ReadAllTextAsync(Path.Combine(Built.Root, "docs", "runbook.md"), Cancelled);

        var statements = Statement().Matches(runbook).Select(match => match.Groups["sql"].Value).ToList();

        Assert.True(statements.Count >= 4);
        foreach (var statement in statements)
        {
            Print(statement);
            await PostgresServer.Execute(database, statement);
        }
    }

    /// <summary>In a block of its own, as an argument of <c>psql</c>, or within a sentence.</summary>
    [GeneratedRegex(@"```sql\n(?<sql>.*?)```|psql [^\n]*-c '(?<sql>[^']+)'|`(?<sql>(select|with|update|delete|insert) [^`]+)`", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Statement();
}
