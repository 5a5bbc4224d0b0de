using System.ComponentModel.DataAnnotations;
using System.Text;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Grains;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;

namespace Bulletin.Api.Admin;

/// <summary>The audit log, for admins.</summary>
internal sealed class AuditEndpoints(IGrainFactory grains, AdminPeople people, TimeProvider clock)
{
    private const int DateLength = 10;

    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = ActivatorUtilities.CreateInstance<AuditEndpoints>(admin.ServiceProvider);
        var audit = admin.MapGroup("/audit").LimitedPerUser(limits => limits.Searching);
        audit.MapGet("/", endpoints.ListAudit).WithName(nameof(ListAudit)).WithSummary("List what admins, moderators and operators did, newest first");
        audit.MapGet("/export", endpoints.ExportAudit).WithName(nameof(ExportAudit)).WithSummary("Download the audit log, newest first")
            .WithDescription("The whole selection, however long. If the connection ends without the end of the response, the file is not complete.")
            .Produces<string>(StatusCodes.Status200OK, AuditFormat.Lines.ContentType, "text/csv");
    }

    /// <param name="actor">A username or user id: what they did.</param>
    /// <param name="action">An action such as `user.suspended`, or its first part, such as `user`.</param>
    /// <param name="target">The id of a user, topic or report: what was done to it.</param>
    /// <param name="after">An RFC 3339 time: only acts at or after it.</param>
    /// <param name="before">An RFC 3339 time: only acts before it.</param>
    /// <param name="limit">1–200. Defaults to 50.</param>
    /// <param name="cursor">The `next` of the previous page.</param>
    public async Task<ETagResult<AuditPageView>> ListAudit(
        HttpContext context, CancellationToken cancellationToken, string? actor = null, string? action = null, [Format(FormatAttribute.Uuid)] string? target = null,
        [Format(FormatAttribute.DateTime)] string? after = null, [Format(FormatAttribute.DateTime)] string? before = null, [Range(1, AdminQuery.MaxLimit)] int? limit = null, string? cursor = null)
    {
        var list = AdminCursor.List("audit", actor, action, target, after, before);
        var query = Query(action, target, after, before, limit) with { After = AdminCursor.Decode(list, cursor) };
        query = query with { ActorId = await people.IdOf(actor, "actor", AdminCaller.Of(context), cancellationToken) };
        var page = await Read(query, cancellationToken);
        return ETagResult.Of(new AuditPageView([.. page.Items.Select(AuditView.Of)], AdminCursor.Encode(list, page.Next)));
    }

    /// <param name="format">`jsonl` (the default): one JSON object a line. `csv`: a table.</param>
    /// <param name="actor">As in the list.</param>
    /// <param name="action">As in the list.</param>
    /// <param name="target">As in the list.</param>
    /// <param name="after">As in the list.</param>
    /// <param name="before">As in the list.</param>
    public async Task ExportAudit(
        HttpContext context, CancellationToken cancellationToken, [AllowedValues("jsonl", "csv")] string? format = null, string? actor = null, string? action = null,
        [Format(FormatAttribute.Uuid)] string? target = null, [Format(FormatAttribute.DateTime)] string? after = null, [Format(FormatAttribute.DateTime)] string? before = null)
    {
        var file = Format(format);
        var query = Query(action, target, after, before, AdminQuery.MaxLimit);
        query = query with { ActorId = await people.IdOf(actor, "actor", AdminCaller.Of(context), cancellationToken) };
        // Read before the response begins: until then, a failure can still be reported.
        var page = await Read(query, cancellationToken);

        var response = context.Response;
        response.ContentType = file.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"audit-{Rfc3339.ToText(clock.GetUtcNow())[..DateLength]}.{file.Name}\"";
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(file.Head), cancellationToken);
        while (true)
        {
            await response.BodyWriter.WriteAsync(file.Encode(page.Items), cancellationToken);
            if (page.Next is null) return;
            page = await Read(query with { After = page.Next }, cancellationToken);
        }
    }

    private Task<ListPage<ListedAct>> Read(AuditQuery query, CancellationToken cancellationToken)
    {
        var admin = grains.GetGrain<IAdminGrain>(0);
        return AdminLists.Read(() => admin.Audit(query, CancellationToken.None), clock, cancellationToken);
    }

    private static AuditFormat Format(string? name) => name switch
    {
        null or "jsonl" => AuditFormat.Lines,
        "csv" => AuditFormat.Table,
        _ => throw new ProblemException(Problems.ValidationFailed("format", "Must be jsonl or csv.")),
    };

    private static AuditQuery Query(string? action, string? target, string? after, string? before, int? limit)
    {
        var fields = new ValidationErrors();
        fields.Require(action is null || AuditActions.All.Any(known => known == action || known.StartsWith(action + ".", StringComparison.Ordinal)),
            "action", "Must be the name of an action, or its first part.");
        var query = new AuditQuery(
            ActorId: null, action, AdminQuery.Id(target, "target", fields), AdminQuery.Time(after, "after", fields), AdminQuery.Time(before, "before", fields),
            AdminQuery.Limit(limit, fields), After: null);
        fields.ThrowIfAny();
        return query;
    }
}
