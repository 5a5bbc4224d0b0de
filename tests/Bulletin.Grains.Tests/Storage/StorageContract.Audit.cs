using System.Data.Common;
using Bulletin.Grains.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    private IAuditLog AuditLog => storage.Services.GetRequiredService<IAuditLog>();

    [Fact]
    public async Task Entries_of_the_audit_log_are_stored_as_they_are_written()
    {
        var target = Guid.CreateVersion7();
        var full = WrittenAudit.Entry(AuditTarget.Message(target, 7, "Tea 🍵", Guid.CreateVersion7()), AuditActions.MessageEdited, new { Text = "Before" }, new { Text = "'After'" });
        var byOperator = full with
        {
            Id = Guid.CreateVersion7(), ActorId = null, Target = AuditTarget.Topic(target, ""), Before = null, After = null, Address = null, TraceId = null,
        };

        await AuditLog.Write([full, byOperator], Cancel);
        await AuditLog.Write([], Cancel);

        Assert.Equal(new[] { full, byOperator }.OrderBy(entry => entry.Id), await WrittenAudit.Of(Sql, target));
    }

    [Theory]
    [InlineData("UPDATE audit_log SET action = 'nothing' WHERE target_id = @target RETURNING id")]
    [InlineData("DELETE FROM audit_log WHERE target_id = @target RETURNING id")]
    public async Task The_database_refuses_to_change_the_audit_log(string statement)
    {
        var entry = WrittenAudit.Entry(AuditTarget.Topic(Guid.CreateVersion7(), "Tea"), AuditActions.TopicRemoved);
        await AuditLog.Write([entry], Cancel);

        var refused = await Assert.ThrowsAnyAsync<DbException>(() => Sql.Change(statement, _ => true, Cancel, ("target", entry.Target.Id)));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal([entry], await WrittenAudit.Of(Sql, entry.Target.Id));
    }

    [Theory]
    [InlineData("before = NULL, after = NULL, action = 'nothing'")]
    [InlineData("before = NULL, after = NULL, actor_id = NULL")]
    [InlineData("before = NULL, after = NULL, target_kind = 'topic'")]
    [InlineData("before = NULL, after = NULL, at = at + 1")]
    [InlineData("before = NULL, after = NULL, author_id = NULL")]
    [InlineData("before = NULL, after = '{}'")]
    [InlineData("before = NULL")]
    [InlineData("before = 'other', after = NULL")]
    public async Task Of_an_entry_about_a_message_nothing_but_both_of_its_texts_can_be_taken_away(string change)
    {
        var entry = await AuditedEdit();

        var refused = await Assert.ThrowsAnyAsync<DbException>(() => ChangeAudit(change, entry));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal([entry], await WrittenAudit.Of(Sql, entry.Target.Id));
        Assert.Single(await ChangeAudit("before = NULL, after = NULL", entry));
        Assert.Equal([entry with { Before = null, After = null }], await WrittenAudit.Of(Sql, entry.Target.Id));
    }

    [Fact]
    public async Task An_entry_that_is_not_about_a_message_keeps_what_was_before_and_after()
    {
        var entry = WrittenAudit.Entry(AuditTarget.Topic(Guid.CreateVersion7(), "Tea"), AuditActions.TopicChanged, new { Name = "Tea" }, new { Name = "Coffee" });
        await AuditLog.Write([entry], Cancel);

        await Assert.ThrowsAnyAsync<DbException>(() => ChangeAudit("before = NULL, after = NULL", entry));

        Assert.Equal([entry], await WrittenAudit.Of(Sql, entry.Target.Id));
    }

    private async Task<AuditEntry> AuditedEdit()
    {
        var target = AuditTarget.Message(Guid.CreateVersion7(), 7, "Tea", Guid.CreateVersion7());
        var entry = WrittenAudit.Entry(target, AuditActions.MessageEdited, new { Text = "Before" }, new { Text = "After" });
        await AuditLog.Write([entry], Cancel);
        return entry;
    }

    private Task<List<bool>> ChangeAudit(string change, AuditEntry entry) =>
        Sql.Change($"UPDATE audit_log SET {change} WHERE target_id = @target RETURNING id", _ => true, Cancel, ("target", entry.Target.Id));
}
