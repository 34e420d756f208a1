using System.Xml.Linq;
using Countersign.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Countersign.Console;

/// <summary>The keys behind antiforgery tokens: sealed in the database, so that nodes share them and none lies in a home folder.</summary>
internal sealed class SealedKeyRing(Database database) : IXmlRepository
{
    // The framework's contract is synchronous; it asks once a day.
    public IReadOnlyCollection<XElement> GetAllElements() => database
        .Read(store => store.DataProtectionKeys.All()).GetAwaiter().GetResult()
        .Select(XElement.Parse).ToList();

    public void StoreElement(XElement element, string friendlyName) => database.Write(async store =>
    {
        await store.DataProtectionKeys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
        return Nothing.Value;
    }).GetAwaiter().GetResult();
}
