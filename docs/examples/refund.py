#!/usr/bin/env python3
"""A customer of the shop: asks for a refund, signed with the credentials that boto3 finds.

    ./refund.py http://127.0.0.1:8080 17
"""
import sys
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

shop, order = sys.argv[1:]
request = AWSRequest("POST", f"{shop}/orders/{order}/refund", data=b"{}", headers={"Content-Type": "application/json"})
SigV4Auth(boto3.Session().get_credentials(), "shop", "us-east-1").add_auth(request)
try:
    with urllib.request.urlopen(urllib.request.Request(request.url, request.data, dict(request.headers), method="POST")) as answer:
        print(answer.status, answer.read().decode())
except urllib.error.HTTPError as refused:
    print(refused.code, refused.read().decode())
